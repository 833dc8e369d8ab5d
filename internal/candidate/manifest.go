package candidate

import (
	"bytes"
	"encoding/base64"
	"iter"
	"unicode"
	"unicode/utf8"
)

// How many bytes around "kind: Secret" belong to its manifest, at most.
const ManifestReach = 8 << 10

// ManifestWords are literals of which each manifest of a Kubernetes Secret holds
// one. See https://kubernetes.io/docs/concepts/configuration/secret/.
func ManifestWords() []string {
	return []string{"kind: Secret", `kind: "Secret"`, "kind: 'Secret'", `"kind": "Secret"`, `"kind":"Secret"`, `"kind" : "Secret"`}
}

// Manifest returns the names and values in the manifest around text[at:end], which
// is one of ManifestWords: all that is under data, in base64, and stringData. What
// is plainly no secret, such as a user name or an address, is left out.
func Manifest(text []byte, at, end int) iter.Seq[Candidate] {
	return func(yield func(Candidate) bool) {
		if end < len(text) && (isNameByte(text[end]) || text[end] == ':') {
			return // SecretList
		}
		start, stop := lastKind(text[:at]), end+firstKind(text[end:])
		start, stop = document(text, start, at, stop)
		quoted := text[at] == '"'
		for _, section := range [...]string{"stringData", "data"} {
			encoded := section == "data"
			for body := range sections(text, Span{start, stop}, section, quoted) {
				for c := range pairsIn(text, body, quoted) {
					if c.Form == Block && bytes.HasPrefix(bytes.TrimLeft(text[c.Value.End:], `"'`), []byte(":")) {
						continue // the first line of a configuration in a block
					}
					if meant(c.Name.Of(text), c.Value.Of(text), encoded) && !yield(c) {
						return
					}
				}
			}
		}
	}
}

// lastKind and firstKind return where the last manifest of a Secret in some text
// ends its kind, and where the first begins it: a text full of manifests would be
// read once for each of them, if each reached over its neighbours.
func lastKind(text []byte) int {
	for end := len(text); ; {
		i := bytes.LastIndex(text[:end], []byte("Secret"))
		if i < 0 {
			return 0
		}
		if isKind(text, i) {
			return i + len("Secret")
		}
		end = i
	}
}

func firstKind(text []byte) int {
	for from := 0; ; {
		i := bytes.Index(text[from:], []byte("Secret"))
		if i < 0 {
			return len(text)
		}
		if from += i; isKind(text, from) {
			return from
		}
		from += len("Secret")
	}
}

// isKind reports whether the word at an offset is the kind of a manifest.
func isKind(text []byte, at int) bool {
	before := bytes.TrimRight(text[max(0, at-10):at], ` "':`)
	return bytes.HasSuffix(before, []byte("kind"))
}

// document returns the YAML document around an offset, within start and stop.
func document(text []byte, start, at, stop int) (int, int) {
	if i := bytes.LastIndex(text[start:at], []byte("\n---")); i >= 0 {
		start += i + 4
	}
	if i := bytes.Index(text[at:stop], []byte("\n---")); i >= 0 {
		stop = at + i
	}
	return start, stop
}

// sections returns the bodies of a key in a document: the lines behind it that are
// indented further, or what is in its braces.
func sections(text []byte, doc Span, key string, quoted bool) iter.Seq[Span] {
	return func(yield func(Span) bool) {
		for from := doc.Start; from < doc.End; {
			i := bytes.Index(text[from:doc.End], []byte(key))
			if i < 0 {
				return
			}
			at := from + i
			from = at + len(key)
			if at > 0 && isNameByte(text[at-1]) {
				continue
			}
			rest := bytes.TrimLeft(text[from:doc.End], `"' `)
			if len(rest) == 0 || rest[0] != ':' {
				continue
			}
			begin := doc.End - len(rest) + 1
			trimmed := bytes.TrimLeft(text[begin:doc.End], " \t\r\n")
			if len(trimmed) > 0 && trimmed[0] == '{' {
				begin = doc.End - len(trimmed) + 1
				if n := bytes.IndexByte(text[begin:doc.End], '}'); n >= 0 && !yield(Span{begin, begin + n}) {
					return
				}
				continue
			}
			if !quoted && !yield(Span{begin, blockEnd(text, at, begin, doc.End)}) {
				return
			}
		}
	}
}

// blockEnd returns where the block of a key ends: before the first line that is
// not indented further.
func blockEnd(text []byte, key, from, end int) int {
	depth := key - (bytes.LastIndexByte(text[:key], '\n') + 1)
	for from < end {
		i := bytes.IndexByte(text[from:end], '\n')
		if i < 0 {
			return end
		}
		next := from + i + 1
		line := text[next:end]
		n := 0
		for n < len(line) && line[n] == ' ' {
			n++
		}
		if n < len(line) && line[n] != '\n' && line[n] != '\r' && n <= depth {
			return next
		}
		from = next
	}
	return end
}

// pairsIn returns the pairs of a section.
func pairsIn(text []byte, body Span, quoted bool) iter.Seq[Candidate] {
	return func(yield func(Candidate) bool) {
		column := -1 // of the names of the section
		for at := body.Start; at < body.End; {
			for at < body.End && !isNameByte(text[at]) {
				if text[at] == '#' {
					at += len(firstLine(text[at:body.End]))
					continue
				}
				at++
			}
			name := Span{at, at}
			for name.End < body.End && isNameByte(text[name.End]) {
				name.End++
			}
			if name.End == body.End {
				return
			}
			if here := name.Start - (bytes.LastIndexByte(text[:name.Start], '\n') + 1); !quoted && text[body.Start-1] != '{' {
				if column < 0 {
					column = here
				}
				if here-column > 1 || here < column { // a line of a block; a quote before a name may move it by one
					at = name.End + len(firstLine(text[name.End:body.End])) + 1
					continue
				}
			}
			c := Candidate{Name: name, Keyword: name}
			s := scanner{text: text[:body.End], at: name.End, c: &c}
			s.close()
			s.spaces()
			if s.peek(0) != ':' {
				at = name.End + len(firstLine(text[name.End:body.End])) + 1
				continue
			}
			c.Sep = Colon
			s.at++
			s.spaces()
			at = max(s.at, name.End+1)
			if s.nextLine() && s.value() && c.Value.End > c.Value.Start {
				at = c.Value.End
				if !yield(c) {
					return
				}
			}
			if !quoted && c.Form != Block {
				at += len(firstLine(text[min(at, body.End):body.End]))
			}
		}
	}
}

func firstLine(b []byte) []byte {
	if i := bytes.IndexByte(b, '\n'); i >= 0 {
		return b[:i]
	}
	return b
}

// meant reports whether a pair of a Secret is meant to be one.
func meant(name, value []byte, encoded bool) bool {
	if bytes.HasSuffix(value, []byte(":")) {
		return false // the first line of a configuration in a block
	}
	if encoded {
		plain, err := base64.StdEncoding.DecodeString(string(value))
		if err != nil {
			return false
		}
		if !readable(plain) {
			return len(plain) >= 8
		}
		value = bytes.TrimSpace(plain)
	}
	if isCertificate(name, value) || isSettings(value) {
		return false
	}
	if len(value) < MinValue || boring(value) || bytes.ContainsAny(value, "{<$") && bytes.ContainsAny(value, "}>") && len(value) < 80 {
		return false
	}
	for _, word := range [...]string{"user", "host", "port", "address", "addr", "region", "namespace", "bucket", "email", "endpoint", "login", "kind", "type", "clientid", "client_id", "client-id"} {
		for i := range name {
			if foldPrefix(name[i:], word) {
				return false
			}
		}
	}
	switch string(bytes.ToLower(name)) {
	case "database", "dbname", "db", "sslmode", "target_session_attrs", "scheme", "engine", "protocol", "version", "name":
		return false
	}
	// An address without a password.
	return !bytes.Contains(value, []byte("://")) || bytes.IndexByte(value, '@') > 0
}

// isCertificate reports whether a pair is a certificate, or a key of which there is no
// more than its first line.
func isCertificate(name, value []byte) bool {
	for _, kind := range [...]string{"crt", "cert", ".ca", "ca.pem", "cert.pem"} {
		if n := len(name) - len(kind); n >= 0 && foldPrefix(name[n:], kind) {
			return true
		}
	}
	if rest, ok := bytes.CutPrefix(value, []byte("-----BEGIN ")); ok {
		return bytes.HasPrefix(rest, []byte("CERT")) || bytes.HasPrefix(rest, []byte("PUBLIC")) || len(rest) < 90
	}
	return false
}

// isSettings reports whether a value is a file of settings, of which no word says that
// one of them is a secret.
func isSettings(value []byte) bool {
	if bytes.IndexByte(value, '\n') < 0 || bytes.HasPrefix(value, []byte("-----")) || bytes.IndexByte(value, ':') < 0 && bytes.IndexByte(value, '=') < 0 {
		return false
	}
	return !holdsKeyword(value) && !bytes.Contains(value, []byte("://"))
}

// readable reports whether bytes are text.
func readable(b []byte) bool {
	if !utf8.Valid(b) {
		return false
	}
	return !bytes.ContainsFunc(b, func(r rune) bool { return !unicode.IsPrint(r) && r != '\n' && r != '\r' && r != '\t' })
}
