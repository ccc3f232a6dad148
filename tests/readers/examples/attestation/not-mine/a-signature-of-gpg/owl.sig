-----BEGIN PGP SIGNATURE-----

iQ
-----END