package context

// named is NAME_KEY=value, "nameKey": "value", name: {"key": "value"}: the
// identifier of the value holds one of the keys, and no other word for a token
// will do. So an id is not taken for the secret beside it that looks the same.
var named = form{
	regex: func(b beside) string {
		return b.any() + either(path+b.keys, `[\w.\-"')]{0,10}`+block+b.keys) +
			`[\w.\-]{0,10}?` + link + `(` + b.value + `)` + end
	},
	lines: assignment.lines,
}

// path joins the name and the key: the rest of an identifier, or a path into a
// nested value, {"name": {"key": ...
const path = `[\w.\-]{0,24}?(?:\\?["'\])]{0,2}[ \t:.,>\[({]{0,5}\\?["']{0,2}[\w.\-]{0,16}?)?`
