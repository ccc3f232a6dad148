{
  "mediaType": "application/vnd.dev.sigstore.bundle.v0.3+json",
  "verificationMaterial": {
    "publicKey": {
      "hint": "acme-release"
    },
    "tlogEntries": []
  },
  "dsseEnvelope": {
    "payloadType": "application/vnd.in-toto+json",
    "payload": "eyJfdHlwZSI6ICJodHRwczovL2luLXRvdG8uaW8vU3RhdGVtZW50L3YxIiwgInN1YmplY3QiOiBbeyJuYW1lIjogIm93bCIsICJkaWdlc3QiOiB7InNoYTI1NiI6ICIzOTM2MTE2MDkwM2M2Njk1YzY4MDRiNzE1N2M3YmQxMDAxM2U5YmE4OWIxZjk1NDI0M2JjOGUzOTkwYjA4ZGI5In19XSwgInByZWRpY2F0ZVR5cGUiOiAiaHR0cHM6Ly9tb2RlbF9zaWduaW5nL3NpZ25hdHVyZS92MS4wIiwgInByZWRpY2F0ZSI6IHsic2VyaWFsaXphdGlvbiI6IHsibWV0aG9kIjogImZpbGVzIiwgImhhc2hfdHlwZSI6ICJzaGEyNTYiLCAiYWxsb3dfc3ltbGlua3MiOiBmYWxzZSwgImlnbm9yZV9wYXRocyI6IFsibW9kZWwuc2lnIiwgIi5naXQiLCAiLmdpdGlnbm9yZSJdfSwgInJlc291cmNlcyI6IFt7Im5hbWUiOiAiLi4vYSIsICJhbGdvcml0aG0iOiAic2hhMjU2IiwgImRpZ2VzdCI6ICIzZTIzZTgxNjAwMzk1OTRhMzM4OTRmNjU2NGUxYjEzNDhiYmQ3YTAwODhkNDJjNGFjYjczZWVhZWQ1OWMwMDlkIn1dfX0=",
    "signatures": [
      {
        "sig": "bm9pc2U=",
        "keyid": "k1"
      }
    ]
  }
}
