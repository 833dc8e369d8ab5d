package proof

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"strings"
)

// pypi reads the upload tokens of PyPI: "pypi-" and base64 of a macaroon. Its
// caveats limit what the token allows.
// https://warehouse.pypa.io/development/token-scanning.html and, for the tags of
// the caveats, warehouse/macaroons/caveats in https://github.com/pypi/warehouse.
func pypi(secret, _ []byte) Result {
	raw, ok := decodeBase64(bytes.TrimPrefix(secret, []byte("pypi-")))
	if !ok {
		return doubtful("its body is not base64")
	}
	m, ok := readMacaroon(raw)
	if !ok {
		return doubtful("its body is not a whole macaroon")
	}
	var projects []string
	for _, c := range m.caveats {
		projects = append(projects, projectsOf(c)...)
	}
	scope := "good for every project of its owner"
	if len(projects) > 0 {
		scope = fact("good for", strings.Join(projects, ", "))
	}
	return proven(fact("issued by", m.location), scope)
}

// projectsOf returns the projects that a caveat names: in old tokens
// {"permissions":{"projects":[NAMES]}}, in new ones [1, [NAMES]], or [2, [IDS]].
func projectsOf(caveat []byte) []string {
	var old struct {
		Permissions struct {
			Projects []string `json:"projects"`
		} `json:"permissions"`
	}
	if json.Unmarshal(caveat, &old) == nil {
		return old.Permissions.Projects
	}
	var parts []json.RawMessage
	if json.Unmarshal(caveat, &parts) != nil || len(parts) < 2 {
		return nil
	}
	var projects []string
	if tag := string(parts[0]); (tag != "1" && tag != "2") || json.Unmarshal(parts[1], &projects) != nil {
		return nil
	}
	return projects
}

// A macaroon is a token that its holder can narrow by adding caveats.
type macaroon struct {
	location string
	caveats  [][]byte // identifiers, in order
}

// readMacaroon reads the second binary form. It has sections of fields, and a zero
// byte ends each section. The first section is the macaroon itself. Each section
// after it is a caveat, up to an empty one; then comes the signature.
// https://github.com/rescrv/libmacaroons/blob/master/doc/format.txt
func readMacaroon(data []byte) (m macaroon, ok bool) {
	const version, signature, signatureSize = 2, 6, 32
	if len(data) == 0 || data[0] != version {
		return m, false
	}
	head, rest, ok := readSection(data[1:])
	if !ok {
		return m, false
	}
	m.location = string(head.location)
	for {
		var s section
		if s, rest, ok = readSection(rest); !ok {
			return m, false
		}
		if s.empty {
			break
		}
		m.caveats = append(m.caveats, s.identifier)
	}
	kind, value, rest, ok := readField(rest)
	return m, ok && kind == signature && len(value) == signatureSize && len(rest) == 0
}

type section struct {
	location, identifier []byte
	empty                bool
}

func readSection(data []byte) (s section, rest []byte, ok bool) {
	const end, location, identifier = 0, 1, 2
	s.empty = true
	for {
		if len(data) > 0 && data[0] == end {
			return s, data[1:], true
		}
		kind, value, next, ok := readField(data)
		if !ok {
			return s, nil, false
		}
		switch kind {
		case location:
			s.location = value
		case identifier:
			s.identifier = value
		}
		s.empty, data = false, next
	}
}

// readField reads a type and a length, both varints, and as many bytes as the length
// says.
func readField(data []byte) (kind uint64, value, rest []byte, ok bool) {
	kind, n := binary.Uvarint(data)
	if n <= 0 {
		return 0, nil, nil, false
	}
	length, k := binary.Uvarint(data[n:])
	if k <= 0 || length > uint64(len(data)-n-k) {
		return 0, nil, nil, false
	}
	data = data[n+k:]
	return kind, data[:length], data[length:], true
}
