// Package rules says what to look for: the model of a rule, how a rule file is
// read, and the built-in rules.
//
// A rule file is TOML. Its names are a superset of gitleaks', so that a
// .gitleaks.toml loads as it is:
//
//	[extend]
//	useDefault = true             # start from the built-in rules; a .sluice.toml does so by itself
//	path = "company.toml"         # then this file, in the folder of the one that names it
//	disabledRules = ["jwt"]       # then take these out
//
//	[[rules]]
//	id = "acme-token"             # an id that is known already changes that rule
//	regex = '''\b(acme_[a-z0-9]{32})\b'''
//	entropy = 3.0
//	examples = ["ACME_TOKEN=acme_{alnum:32}"]
//
//	[[rules.allowlists]]
//	paths = ['''^docs/''']
//
//	[[context]]                   # tokens known only by the text beside them
//	provider = "adafruit"
//	names = ["adafruit"]
//	shape = "hex:32"
//
// The keys of a rule are the fields of [Rule], in lowerCamelCase.
//
// A rule with a regex and a path looks only into files with such a path. One
// with a path and no regex finds the file by its path, whatever is in it: in a
// folder and in the index, and in a history at every path that it ever had.
//
// A rule may have aliases, names that other scanners have for what it finds. One alias
// may stand for several rules, and be the id of one of them. Wherever a rule is named, an
// alias will do; it means all rules that have it, see [Config.IDs]. Aliases that a file
// gives count from the next file on.
//
// # Whole files
//
// Some files are nothing but the secret, and only their path says so:
//
//	[[rules]]
//	id = "acme-key-file"
//	path = '''(?:^|/)\.acme-key$'''
//	wholeFile = true
//	regex = '''\A\s*([0-9a-f]{32})\s*\z'''
//	examplePaths = [".acme-key", "home/.acme-key"]
//	examples = ["{hex:32}\n"]
//
// Such a rule is asked only for files whose path fits its path, of at most 64 KiB
// ([MaxWholeFile]), and its regex sees the whole file. So it needs no literal, and
// costs nothing where there are no such files. Every match of the regex is a
// finding, as for a file with one secret a line. In a history, a file is looked
// into at every path that it ever had; a blob that no tree names has no path, and
// so no such rule sees it. Its examples and negatives are files at the first of
// examplePaths, all of which have to fit.
//
// # Context
//
// A context table writes a rule for a token that looks like any other random
// text: only the text around it shows what it is. names are names of the service
// alone; words are names that other things have, too, such as "box". where says
// how a name and the value are joined:
//
//	assignment   ADAFRUIT_IO_KEY=value, "adafruit": {"key": "value"}, adafruit
//	             token - 'value', a header beside the host of a request, and
//	             the like, on one line, with the name on the line that opens
//	             the block of the key or in a comment above it, or a line
//	             before the value's; this is the default
//	named        ADAFRUIT_APP_ID=value, "adafruit": {"app_id": "value"}, where
//	             no word for the token but one of keys will do
//	url          https://io.adafruit.com/...?key=value
//	line         anything, with the value at most 100 bytes behind the name
//
// In an assignment there is a word for the token: key, token, secret, pass,
// pwd, auth, cred, api, or one of keys. A name right before the value does
// without, and so does the making of a client, adafruit.New("value"). If the
// shape is one that no digest and no UUID has, so does any identifier that
// begins with a name. In url and line, one of keys is there unless keys is
// empty.
//
// shape is a class of package rules/example with a length ("hex:32",
// "base62:20-40", "base64:86=="), "uuid", or "regex:" and a regex. The rule
// gets the entropy and digits that all but a few random tokens of the shape
// have, drops placeholders, and yields to rules that know a marker. Where names of
// functions, files and types have the shape, too, the matches are scored, see below,
// unless they are in a URL, or the table says scored = false.
//
// A table with identifier = true has the confidence low, and any other the
// confidence medium, unless it says another.
//
// # Names and scores
//
// Some secrets are known only by the name that they are given. A rule with candidates
// in place of a regex finds the values under names with one of these words, in any
// format, and a model scores them (docs/explain/model.md):
//
//	[[rules]]
//	id = "acme-entry-code"
//	candidates = ["entrycode"]    # lower case, stands for any; 3 to 48 bytes
//
// A rule with a regex has its matches scored if it says scored = true: what the model
// takes for no secret is then no finding. A name that the model does not know, or no
// name, counts as the word "secret". The score says how sure a finding is; if the rule
// has a confidence, that is the highest that its findings get.
//
// The built-in rules generic-api-key and generic-password are such rules. A table
// says what they find:
//
//	[generic]
//	names = ["codeword", "kennung"]    # more words of names: candidates of generic-api-key
//	ignore_names = ["cache_key"]       # names of no secrets; cacheKey and CACHE-KEY, too
//	threshold = 2.0                    # least score of a medium confidence
//	enabled = false                    # switches both off, and random-hex-secret and random-mixed-secret
//
// A name holds one of names or candidates just as it is written, in any case:
// code_word is in DB_CODE_WORD, and not in codeWord. An ignored name is a whole name,
// or what is behind a dot or a space in one: cache_key is self.cacheKey, and not
// my_cache_key. The report counts what it allows as "allowlist generic.ignore_names".
//
// The threshold is a number that is not below 0; "sluice rules explain" shows scores. A
// finding with a score below the threshold has the confidence low, any other at least
// medium; there is none with a score that is too low for the model (see
// docs/explain/model.md). A value that is plainly a sample has the confidence low whatever its
// score.
//
// Where several files have such a table, names are added, and of the other keys the
// last one counts. In every report these rules then count as changed, or as off.
//
// # Parts
//
// Many credentials are two: an id and a secret. A rule names the others that
// belong to it, and its findings name those that are near:
//
//	[[rules.parts]]
//	id = "acme-key-id"    # a rule
//	withinLines = 5
//	required = true       # without one near, this rule finds nothing
//
// A part that is an identifier, and opens nothing by itself, says so with
// identifier = true in its own rule; it is no finding of its own where another
// finding has it as a part. One with skipReport = true never is. A required
// part lets a rule find what has no mark of its own; the rule's regex still
// needs a literal. The part itself is found by its own rule only, whether or
// not that has parts, and counts unless something in the file allows it.
//
// [[rules.required]], as gitleaks has it, is a part that is required.
//
// # Extending
//
// A configuration is a list of files, each applied on top of the one before:
// the built-in rules (when asked for), what path names, the file itself. A
// rule whose id is known changes only what it sets; its tags, keywords, candidates,
// allowlists and parts are added. A rule that sets regex brings its
// own examples and secretGroup, because those speak about the regex, which is also
// in the place of candidates and of a reader; one that sets path brings its own
// examplePaths.
//
// The built-in rules are the lowest of the files if one of the files asks for
// them with useDefault = true. A file called .sluice.toml or sluice.toml asks for
// them by its name, unless it says useDefault = false: who adds one rule or one
// allowlist does not mean to give up all others. A file with another name, such as
// .gitleaks.toml, may be shared with a scanner that reads it as a whole set of
// rules, and has to ask.
//
// [Config].From says where the rules come from, and how many of the built-in ones
// a file has switched off or changed. Every report repeats that: a rule that is
// off finds nothing, and looks just like a clean repository.
//
// # Rules for gitleaks
//
// A rule of a file with another name than .sluice.toml may have been written for gitleaks,
// and judges as it does there: see [Rule.LikeGitleaks] and [Rule.FilesOnly], which are
// keys of a rule, too. So does a built-in rule that gets a regex there. What else such a file
// changes goes on as it was, and so does a rule with keys that gitleaks does not have.
//
// # Errors
//
// A rule file that is misread finds too little and says nothing. So in a file called
// .sluice.toml or sluice.toml all that is not understood is an error: unknown keys,
// unknown ids, a regex that does not compile, a file that leaves no rule to run. All
// errors of a file are reported at once, each with file and line. Only an unknown id
// in disabledRules is no more than a note in the Config: the rule is off already.
//
// # In the manner of gitleaks
//
// A file with any other name, and a text that is no file, may have been written for
// gitleaks. What gitleaks 8 loads, loads, and finds no less. What is not understood
// there is a note in the Config, which every report repeats:
//
//   - Unknown keys and tables count for nothing.
//   - Of two rules with one id the last one counts, whole.
//   - A value of another type is converted as gitleaks converts it: "3.5" is a
//     number, one string is a list, and is split at its commas.
//   - An empty string in an allowlist would allow everything, and a commit that is no
//     id allows nothing: both count for nothing.
//   - A file without any rule adds to the built-in rules. With gitleaks it would find
//     nothing.
//   - extend.path is looked up in the working directory, and then in the folder of the
//     file. As in gitleaks, three files at most extend each other.
//   - A file of gitleaks 7 or before it, which gitleaks 8 refuses, is translated: see
//     version7.go for its keys.
//
// Some things are an error there, too: what gitleaks itself refuses; extend.url,
// because a scan does without the network; and filter and prefilter, the expressions of
// betterleaks, because they allow what nothing else in the file does.
//
// Of files that extend each other, each is read by its own name: one with "gitleaks" in
// it is in the manner of gitleaks even if a .sluice.toml extends it. A file with
// neither name is read as the file that extends it.
//
// # Limits
//
// A file has at most 2 MiB and 20,000 rules, and at most ten files extend each
// other. Only regular files are read.
//
// Neither an error nor a note shows a value of a file, and a name only if it looks like
// one: a secret may have been pasted into the wrong place, or the path may be that of
// another file of the machine, and errors are kept in logs. An unknown name that
// is almost a known one gets a suggestion.
package rules
