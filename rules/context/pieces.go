package context

// What the form of an assignment is made of. All repeats are bounded, and
// short, so that what is near its name is enough to judge it.
const (
	// gap joins the name and the key on a line: the rest of an identifier, a
	// path into a nested value, {"name": {"key": ..., or some words.
	gap = `[^\n]{0,40}?`

	// wordGap is gap behind an ordinary word, which must end there: "wit" says
	// nothing within "with".
	wordGap = `(?:[^0-9A-Za-z.\n][^\n]{0,38}?|\.[\w\-]{0,16}?\(?(?:/[^\s"'?]{0,24}\?[^\s"']{0,16}?)?|[A-Z][a-z]\w{0,16}?)?`

	// block joins a name and a key below it: the end of a line that opens a
	// block, [name], "name": { or name.setup do |x|, at most two short lines
	// that open none, and the beginning of the key's own identifier.
	block = `(?:[ \t]"\w{1,12}")?[ \t]?(?:[:={(\[\]>][ \t={(\[>]{0,3}|do(?:[ \t]\|\w{1,12}\|)?)\r?\n(?:[^\n]{0,36}[^\s:{(\[]\r?\n){0,2}[ \t]{0,12}[\-<"'.$]{0,2}[\w.\-]{0,12}?`

	// remark begins a comment, up to a name in it. title is the rest of that line, and
	// the beginning of the identifier on the next.
	remark = `(?:#|//|--|;|\*)[ \t]?(?:[\w\-]{1,12}[ \t])?`
	title  = `[\w \t.,:\-]{0,20}(?:-->|\*/)?\r?\n[ \t]{0,8}(?:(?:export|const|let|var|val)[ \t])?["'$<]?[\w.\-]{0,12}?`

	// header is a header behind the host of a service, on its line or one of the
	// next two.
	header = `\.[a-z]{2,5}[^\n]{0,40}?(?:\r?\n[^\n]{0,16}?){0,2}(?i:authorization|x-[\w\-]{0,12}?(?:key|token|auth))`

	// identifier is what may be left of one.
	identifier = `[\w.\-]{0,20}?`

	// stage is what may be left of one whose value could be that of an id as well.
	stage = `(?:[_.\-]?(?i:prod|live|stag|test|dev|sand|val|str|v?\d)\w{0,6})?`

	// below joins an identifier and the word for its value, where each has a
	// line: - name: NAME_KEY, value: ... or <item name="NAME_KEY"><value>...
	below = `["']?(?:</\w{1,6}>|>|[ \t]\{)?,?[ \t]?\r?\n(?:[ \t]{1,4}type[^\n]{0,16}\n)?[ \t]{0,16}["'<]?[\w.]{0,12}?(?i:value|string|default|key|token|secret)`

	// link joins the identifier and the value: a sign or a word, or a blank.
	link = `(?:` + closing + assign + `|["'` + "`" + `)\]}]{0,3}[ \t]{1,4})` + opening

	// closing ends the identifier: quotes, brackets and a type behind a blank or a colon.
	closing = `[\\"'` + "`" + `\])}]{0,4}(?:(?:[ \t]{1,4}:?[ \t]?|:[ \t]?)[&*\[\]]{0,3}[A-Za-z][\w.<>\[\]]{0,16})?[ \t]{0,16}`

	// assign says that the value comes. The value of an XML element may have a line of
	// its own.
	assign = `(?:>\r?\n[ \t]?|[.+\-][=:|?>,]{1,3}|[=:|?>,]{1,4}|[ \t](?:-|is|or)[ \t]|\()`

	// opening starts the value: a word for it, a call or a cast, brackets,
	// quotes, a scheme.
	opening = `[ \t]{0,8}(?:<!\[CDATA\[|["']?value["']?[ \t]?[:=,][ \t]?)?(?:[A-Za-z_][\w.:]{0,16}[!(])?[({\[]{0,2}\\?["'` + "`" + `]{0,3}(?i:(?:bearer|basic|token)[ \t]{1,4})?`

	// call makes a client: name.New("value"), NameClient("value").
	call = `(?:(?:(?:\.|::|->)\w{1,16}){1,2}|Client|Api|API|SDK)?\([ \t]?["'` + "`" + `]`

	// end keeps a longer run from passing for the value. Escapes such as \n
	// and entities such as &quot; may follow it.
	end = `(?:[^\w+/=\-]|$)`

	// beforeHost joins a value and the host of a request that comes behind it.
	beforeHost = `["':][^\n]{0,40}?(?:\r?\n[^\n]{0,16}?)?://`
)

// generic are the words for a token that any service may use.
func generic() []string {
	return []string{"key", "token", "secret", "pass", "pwd", "auth", "cred", "api"}
}
