// Package candidate finds where values stand: a name that may speak of a secret,
// and the value that belongs to it.
//
// There is one tolerant scanner for all languages and formats, not a parser for
// each. It starts at a keyword such as "pass" or "token" ([Keywords]), takes the
// whole name around it, and follows what stands between a name and its value:
// closing quotes, a type, an operator, opening quotes, a call around the value.
// So it reads
//
//	DB_PASSWORD=...            password: "..."          'api-key' => '...'
//	ENV SMTP_PASS ...          <password>...</password> {"name": "TOKEN", "value": "..."}
//	define('AUTH_KEY', '...')  secret := []byte("...")  os.getenv("PW", "...")
//
// and much code that only looks like these. It does not judge: package model does,
// by what the scanner says of the name, the value and the place.
//
// Where a name and its value stand apart, as the head of a column and a cell, there are
// readers: [SQLRows], [MarkupRows], [ValueRows], and [Manifest] for Kubernetes.
//
// A candidate depends on [Before] bytes before its keyword and [After] bytes
// behind, and on nothing else. So data can be scanned in pieces, and an edited
// version of it can take over the candidates whose surroundings did not change.
package candidate
