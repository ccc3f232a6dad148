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
    "payload": "eyJfdHlwZSI6ICJodHRwczovL2luLXRvdG8uaW8vU3RhdGVtZW50L3YxIiwgInN1YmplY3QiOiBbeyJuYW1lIjogIm93bCIsICJkaWdlc3QiOiB7InNoYTI1NiI6ICJlNWEwMWZlZTE0ZTBlZDVjNDg3MTRmMjIxODBmMjVhZDgzNjViNTNmOTc3OWY3OWRjNGEzZDdlOTM5NjNmOTRhIn19XSwgInByZWRpY2F0ZVR5cGUiOiAiaHR0cHM6Ly9tb2RlbF9zaWduaW5nL3NpZ25hdHVyZS92MS4wIiwgInByZWRpY2F0ZSI6IHsic2VyaWFsaXphdGlvbiI6IHsibWV0aG9kIjogInNoYXJkcyIsICJoYXNoX3R5cGUiOiAic2hhMjU2IiwgInNoYXJkX3NpemUiOiA5fSwgInJlc291cmNlcyI6IFt7Im5hbWUiOiAidzowOjkiLCAiYWxnb3JpdGhtIjogInNoYTI1NiIsICJkaWdlc3QiOiAiY2E5NzgxMTJjYTFiYmRjYWZhYzIzMWIzOWEyM2RjNGRhNzg2ZWZmODE0N2M0ZTcyYjk4MDc3ODVhZmVlNDhiYiJ9LCB7Im5hbWUiOiAidzo5OjEyIiwgImFsZ29yaXRobSI6ICJzaGEyNTYiLCAiZGlnZXN0IjogIjNlMjNlODE2MDAzOTU5NGEzMzg5NGY2NTY0ZTFiMTM0OGJiZDdhMDA4OGQ0MmM0YWNiNzNlZWFlZDU5YzAwOWQifV19fQ==",
    "signatures": [
      {
        "sig": "bm9pc2U=",
        "keyid": "k1"
      }
    ]
  }
}
