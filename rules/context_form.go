package rules

import "strings"

// A contextForm is a way in which a name stands beside a value.
type contextForm struct {
	// regex captures value beside name and, unless empty, key.
	regex func(name, key, value string) string

	// lines are typical lines of this form.
	lines func(name, key, value string) []string
}

// What the forms are made of. All repeats are bounded: with a value of up to
// 64 bytes no form is longer than 256, so that what is near its name is enough
// to judge it.
const (
	// generic stands for the keys where a table names none.
	generic = `(?i:key|token|secret|pass|pwd|auth|cred|api)`

	// between is what joins the name and the key: the rest of an identifier,
	// or a path into a nested value, {"name": {"key": ...
	between = `[\w.\-]{0,24}?(?:\\?["'\])]{0,2}[ \t:.,>\[({]{0,5}\\?["']{0,2}[\w.\-]{0,16}?)?`

	// block is what joins a name and a key below it: the end of a line that
	// opens a block, [name] or "name": {, at most one short line that opens
	// none, and the beginning of the key's own identifier.
	block = `[\w.\-"')]{0,10}[ \t]?[:={(\[\]>][ \t={(\[>]{0,3}\r?\n(?:[^\n]{0,22}[^\s:{(\[]\r?\n)?[ \t]{0,12}[\-<"'.$]{0,2}[\w.\-]{0,12}?`

	// below joins an identifier and the word for its value, where each has a
	// line: - name: NAME_KEY, value: ...
	below = `[\w.\-]{0,12}["']?(?:</\w{1,6}>)?,?[ \t]?\r?\n[ \t]{0,16}["'<]?(?i:value|string)`

	// closing ends the identifier: quotes, brackets and a type.
	closing = `[\\"'` + "`" + `\])}]{0,4}(?:[ \t]{0,4}:?[ \t]?[&*\[\]]{0,3}[A-Za-z][\w.<>\[\]]{0,16})?[ \t]{0,16}`

	// assign joins the identifier and the value.
	assign = `(?:-?[=:|?>,]{1,3}|or|\()`

	// opening starts the value: a call or a cast, brackets, quotes, a scheme.
	opening = `[ \t]{0,8}(?:[A-Za-z_][\w.:]{0,16}[!(])?[({\[]{0,2}\\?["'` + "`" + `]{0,3}(?i:(?:bearer|basic|token)[ \t]{1,4})?`

	// end keeps a longer run from passing for the value. Escapes such as \n
	// and entities such as &quot; may follow it.
	end = `(?:[^\w+/=\-]|$)`
)

// assignment is NAME_KEY=value, "nameKey": "value", name.key -> value,
// getenv("NAME_KEY", "value"), <nameKey>value</nameKey> and the like. Where the
// name is on a line above the value's, a key must be between them.
var assignment = contextForm{
	regex: func(name, key, value string) string {
		near := func(key string) string {
			return name + `(?:` + between + key + `|` + block + key + `|[\w.\-]{0,16}?` + key + below + `)`
		}
		id := near(generic) + `?`
		if key != "" {
			id = `(?:` + near(key) + `|` + key + `[\w.\-]{0,20}?` + name + `)`
		}
		return id + `[\w.\-]{0,20}?` + closing + assign + opening + `(` + value + `)` + end
	},
	lines: func(name, key, value string) []string {
		upper := strings.ToUpper(name + "_" + key)
		return []string{
			upper + "=" + value,
			`"` + name + "." + key + `": "` + value + `",`,
			"const " + name + "_" + key + ` = process.env.` + upper + ` || '` + value + `';`,
		}
	},
}

// inURL is https://host.of.name/path?key=value.
var inURL = contextForm{
	regex: func(name, key, value string) string {
		const rest = `[^\s"'<>]{0,60}?`
		if key != "" {
			key += `[\w.\-]{0,10}[=/:]`
		} else {
			key = `[=/:@]`
		}
		return `://[^\s/"'<>]{0,40}?` + name + rest + key + `(` + value + `)` + `(?:[^\w+=\-]|$)`
	},
	lines: func(name, key, value string) []string {
		return []string{"curl 'https://api." + name + ".com/v1/items?" + key + "=" + value + "'"}
	},
}

// inHeader is an HTTP header beside the URL or name of the service.
var inHeader = contextForm{
	regex: func(name, key, value string) string {
		if key == "" {
			key = `(?i:authorization|x-[\w\-]{0,20}(?:key|token|auth)[\w\-]{0,10})`
		}
		header := key + `["']?[ \t]{0,4}[:=,][ \t]{0,4}["']?(?i:(?:bearer|basic|token|key|apikey)[ \t:=]{1,4})?["']?`
		const gap = `[^\n]{0,80}?`
		return `(?:` + name + gap + header + `(` + value + `)` + end + `|` + header + `(` + value + `)["'\s,]` + gap + name + `)`
	},
	lines: func(name, key, value string) []string {
		return []string{`curl -H "Authorization: Bearer ` + value + `" https://api.` + name + `.com/v1/items`}
	},
}

// onLine is the name, and then the value anywhere on the line: for shapes
// that are rare by themselves.
var onLine = contextForm{
	regex: func(name, key, value string) string {
		if key != "" {
			key += `[^\n]{0,40}?`
		}
		return name + `[^\n]{0,60}?` + key + `[^\w+/\-](` + value + `)` + end
	},
	lines: func(name, key, value string) []string {
		return []string{"the " + name + " " + key + " is " + value, name + "_" + key + "='" + value + "'"}
	},
}
