package candidate

import "bytes"

// isOther reports whether a name and a value are together something that has nothing to
// do with secrets, although the form is that of a pair.
func (c *Candidate) isOther(text []byte) bool {
	name, value := c.Name.Of(text), c.Value.Of(text)
	if string(name) == "keyof" || isMinified(text, c.Name) || c.Quote == Bare && (isCall(value) || opensCall(value, text[c.Value.End:])) || (isFile(name) || isInFolder(text, c)) && isDigest(value) {
		return true
	}
	switch c.Sep {
	case Element:
		return string(name) == "key" && (isUUID(value) || len(value) == 24 && isHexFold(value)) // the name of a pair in a property list
	case NoSep:
		return c.Form == Pair && (c.Name.Start > 0 && text[c.Name.Start-1] == '<' || c.isModule(text, value) || isIndexOfTable(name, text[c.Value.End:], c.Quote) || isUpstream(name) || c.Quote == Bare && (isSibling(name, value) || isEncoded(name) || value[0] == '-' || bytes.HasSuffix(name, []byte("pW"))) || c.isClass(text))
	case Scope:
		return c.Quote == Bare
	case Call:
		return bytes.HasSuffix(name, []byte(".pass")) // of a test: t.pass("it works")
	case Equals, Define:
		return isEntry(text, c.Name) || isSigned(text, c.Name) || c.Quote == Bare && (isWord(value) && bytes.HasPrefix(text[c.Value.End:], []byte(" (")) || value[0] == '!' && isWord(value[1:])) // f (x), !x
	case Colon:
		return isDID(text, c.Name, value) || string(name) == "PW" && isWord(value) || c.isText(text) || string(name) == "PASS" && c.isResult(text) // Palau, in a list of countries
	}
	return false
}

// isDID reports whether a name is the method of a decentralized identifier, which is a
// public key: did:key:z6Mk... (https://w3c-ccg.github.io/did-key-spec/)
func isDID(text []byte, name Span, value []byte) bool {
	return string(name.Of(text)) == "key" && bytes.HasSuffix(text[:name.Start], []byte("did:")) && value[0] == 'z'
}

// isEncoded reports whether a name is none but a piece of base64, as before the blank of a
// picture in a URL whose lines are joined.
func isEncoded(name []byte) bool {
	if len(name) < 20 {
		return false
	}
	digits, upper, lower := 0, 0, 0
	for _, b := range name {
		switch {
		case isDigit(b):
			digits++
		case 'A' <= b && b <= 'Z':
			upper++
		case 'a' <= b && b <= 'z':
			lower++
		default:
			return false
		}
	}
	return digits > 1 && upper > 5 && lower > 5
}

// isSibling reports whether a name and a value begin alike, as packages in a list do:
// libxcb-keysyms1 libxcb-xtest0.
func isSibling(name, value []byte) bool {
	i := bytes.IndexAny(value, "-_")
	return i >= 2 && len(name) > i && bytes.EqualFold(name[:i+1], value[:i+1])
}

// isMinified reports whether a name is a variable of minified code: ",Pw=".
func isMinified(text []byte, name Span) bool {
	short := string(name.Of(text))
	return short == "pW" || short == "Pw" && name.Start > 0 && (text[name.Start-1] == ',' || text[name.Start-1] == ';') && name.End < len(text) && text[name.End] == '='
}

// isFile reports whether a name is that of a file: "src/token.js".
func isFile(name []byte) bool {
	dot := bytes.LastIndexByte(name, '.')
	switch string(name[dot+1:]) {
	case "js", "mjs", "cjs", "ts", "jsx", "tsx", "css", "scss", "less", "coffee", "vue", "py", "rb", "go", "java", "class", "php", "dll", "so", "jar", "json",
		"xml", "html", "md", "txt", "map", "png", "svg", "gif", "jpg", "woff", "c", "h", "cpp", "rs", "cs", "lua", "vim", "pp", "erb", "sh", "tf":
		return dot > 0
	}
	return false
}

// isInFolder reports whether a quoted name is the end of a path: "manifests/key.pp".
func isInFolder(text []byte, c *Candidate) bool {
	name := c.Name.Of(text)
	dot := bytes.LastIndexByte(name, '.')
	return c.Quoted && c.Sep == Colon && dot > 0 && len(name)-dot <= 6 && c.Name.Start > 0 && text[c.Name.Start-1] == '/'
}

// isDigest reports whether a value has the length and the digits of a hash in hex.
func isDigest(value []byte) bool {
	n := len(value)
	return (n == 8 || n == 20 || n == 32 || n == 40 || n == 64 || n == 128) && isHexFold(value)
}

func isUUID(value []byte) bool {
	return len(value) == 36 && value[8] == '-' && value[13] == '-' && value[18] == '-' && value[23] == '-'
}

// isText reports whether a value has no digit, and is in code without spaces, as tools
// make it: {title:"Login",password:"Wachtwoord"}. That is what a page shows.
func (c *Candidate) isText(text []byte) bool {
	if c.Quoted || c.Quote == Bare || c.Name.Start == 0 || c.Value.Start != c.Name.End+len(`:"`) || bytes.ContainsAny(c.Value.Of(text), "0123456789") {
		return false
	}
	return text[c.Name.Start-1] == ',' || text[c.Name.Start-1] == '{'
}

// isResult reports whether the line above or below is the result of a test as well:
// "PASS: name".
func (c *Candidate) isResult(text []byte) bool {
	start := c.Name.Start
	if start > 0 && text[start-1] != '\n' {
		return false
	}
	before := text[max(0, start-beside):max(0, start-1)]
	if i := bytes.LastIndexByte(before, '\n'); i >= 0 {
		before = before[i+1:]
	}
	_, after, _ := bytes.Cut(text[c.Value.End:min(len(text), c.Value.End+beside)], []byte("\n"))
	for _, result := range [...]string{"PASS: ", "FAIL: ", "XFAIL: ", "XPASS: ", "SKIP: ", "ERROR: ", "UNSUPPORTED: ", "UNTESTED: ", "UNRESOLVED: "} {
		if bytes.HasPrefix(before, []byte(result)) || bytes.HasPrefix(after, []byte(result)) {
			return true
		}
	}
	return false
}

// isModule reports whether a name is the end of a path, with its version or its commit
// behind it: golang.org/x/oauth2 v0.1.0.
func (c *Candidate) isModule(text, value []byte) bool {
	return c.Name.Start > 0 && text[c.Name.Start-1] == '/' && (value[0] == 'v' && '0' <= value[1] && value[1] <= '9' || isHex(value))
}

func isHex(value []byte) bool {
	for _, b := range value {
		if !('0' <= b && b <= '9') && !('a' <= b && b <= 'f') {
			return false
		}
	}
	return true
}

// isIndexOfTable reports whether KEY begins an index of a table in SQL:
// KEY `FK6sy157` (`app_id`).
func isIndexOfTable(name, after []byte, quote Quote) bool {
	return len(name) == len("key") && foldPrefix(name, "key") && (quote == Backtick || bytes.HasPrefix(after, []byte(" (")))
}

// isUpstream reports whether a name is the directive of nginx that says which server
// answers. See https://nginx.org/en/docs/dirindex.html.
func isUpstream(name []byte) bool {
	switch string(name) {
	case "proxy_pass", "fastcgi_pass", "uwsgi_pass", "scgi_pass", "grpc_pass", "memcached_pass":
		return true
	}
	return false
}

// isClass reports whether a name is one of several classes of an HTML element:
// class="input-password mt-1".
func (c *Candidate) isClass(text []byte) bool {
	before := text[max(0, c.Name.Start-tagBehind):c.Name.Start]
	i := bytes.LastIndexByte(before, '"')
	return i > 0 && c.Quote == Bare && (bytes.HasSuffix(before[:i], []byte("class=")) || bytes.HasSuffix(before[:i], []byte("className=")))
}

// isEntry reports whether a name is the attribute of an XML element that gives a pair
// its name: <entry key="password">.
func isEntry(text []byte, name Span) bool {
	if string(name.Of(text)) != "key" || name.Start < 2 || text[name.Start-1] != ' ' {
		return false
	}
	before := text[max(0, name.Start-12) : name.Start-1]
	i := bytes.LastIndexByte(before, '<')
	if i < 0 {
		return false
	}
	switch string(before[i+1:]) {
	case "entry", "add", "item", "string", "property", "data", "map", "param":
		return true
	}
	return false
}

// isSigned reports whether a token is the signature of a URL, which says until when it
// holds: ?e=1576142006&token=...
func isSigned(text []byte, name Span) bool {
	before := text[max(0, name.Start-18):name.Start]
	before = bytes.TrimSuffix(bytes.TrimSuffix(before, []byte("amp;")), []byte("&"))
	i := bytes.LastIndex(before, []byte("e="))
	if i < 1 || before[i-1] != '?' && before[i-1] != '&' || len(before)-i != len("e=1576142006") {
		return false
	}
	for _, b := range before[i+2:] {
		if b < '0' || b > '9' {
			return false
		}
	}
	return true
}

// isCall reports whether a value is a call, with names and numbers as its arguments.
func isCall(value []byte) bool {
	open := bytes.IndexByte(value, '(')
	if open < 1 || value[len(value)-1] != ')' || '0' <= value[0] && value[0] <= '9' {
		return false
	}
	for i, b := range value[:len(value)-1] {
		if i < open && !isNameByte(b) {
			return false
		}
		negates := i > open && b == '!' && (value[i-1] == '(' || value[i-1] == ',')
		if i > open && b != ',' && !negates && !isNameByte(b) {
			return false
		}
	}
	return true
}

// opensCall reports whether a value is the part of a call before a quote or an operator
// in it: get(r.password()||"").
func opensCall(value, after []byte) bool {
	open := bytes.IndexByte(value, '(')
	if open < 1 || len(after) == 0 || !isQuote(after[0]) && after[0] != '|' && after[0] != '?' || '0' <= value[0] && value[0] <= '9' || bytes.Count(value, []byte("(")) <= bytes.Count(value, []byte(")")) {
		return false
	}
	for _, b := range value[:open] {
		if !isNameByte(b) {
			return false
		}
	}
	return true
}

// isWord reports whether a value is letters alone.
func isWord(value []byte) bool {
	for _, b := range value {
		if !isLetter(b) && b != '_' {
			return false
		}
	}
	return true
}
