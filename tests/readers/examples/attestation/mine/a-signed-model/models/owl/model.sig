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
    "payload": "eyJfdHlwZSI6ICJodHRwczovL2luLXRvdG8uaW8vU3RhdGVtZW50L3YxIiwgInN1YmplY3QiOiBbeyJuYW1lIjogIm93bCIsICJkaWdlc3QiOiB7InNoYTI1NiI6ICI4YWI2ZjMyNTJmNWUwYmEzNGRmNDY5MGQ5ZGY2NzIwNWUwMTBkZDlkNzg2ZTgwM2U2OGEyNDNkZjU1ZWVlNTg2In19XSwgInByZWRpY2F0ZVR5cGUiOiAiaHR0cHM6Ly9tb2RlbF9zaWduaW5nL3NpZ25hdHVyZS92MS4wIiwgInByZWRpY2F0ZSI6IHsic2VyaWFsaXphdGlvbiI6IHsibWV0aG9kIjogImZpbGVzIiwgImhhc2hfdHlwZSI6ICJzaGEyNTYiLCAiYWxsb3dfc3ltbGlua3MiOiBmYWxzZSwgImlnbm9yZV9wYXRocyI6IFsibW9kZWwuc2lnIiwgIi5naXQiLCAiLmdpdGlnbm9yZSJdfSwgInJlc291cmNlcyI6IFt7Im5hbWUiOiAiUkVBRE1FLm1kIiwgImFsZ29yaXRobSI6ICJzaGEyNTYiLCAiZGlnZXN0IjogImE0Mzc4OTI3YjNlZGQzNWFmMjJjZTc5NGJiODk5ZTZiYWQyMDU5ZmU1NTJhZjgwOTAyOTdmNzg3MDc0M2E1NzQifSwgeyJuYW1lIjogIm93bC5zYWZldGVuc29ycyIsICJhbGdvcml0aG0iOiAic2hhMjU2IiwgImRpZ2VzdCI6ICIxMGY3MTI3Yjk4MGIwYjA2ZWYxNTc3NDlmOGEwMmNjYTFjNjA2ZDIyNjQyNzI5ZGNiMmQyNGRiYmYyYmYzMGRmIn1dfX0=",
    "signatures": [
      {
        "sig": "bm9pc2U=",
        "keyid": "k1"
      }
    ]
  }
}
