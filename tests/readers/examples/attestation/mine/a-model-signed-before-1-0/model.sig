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
    "payload": "eyJfdHlwZSI6ICJodHRwczovL2luLXRvdG8uaW8vU3RhdGVtZW50L3YxIiwgInN1YmplY3QiOiBbeyJuYW1lIjogIm93bC5iaW4iLCAiZGlnZXN0IjogeyJzaGEyNTYiOiAiMTBmNzEyN2I5ODBiMGIwNmVmMTU3NzQ5ZjhhMDJjY2ExYzYwNmQyMjY0MjcyOWRjYjJkMjRkYmJmMmJmMzBkZiJ9fV0sICJwcmVkaWNhdGVUeXBlIjogImh0dHBzOi8vbW9kZWxfc2lnbmluZy9EaWdlc3RzL3YwLjEiLCAicHJlZGljYXRlIjoge319",
    "signatures": [
      {
        "sig": "bm9pc2U=",
        "keyid": "k1"
      }
    ]
  }
}
