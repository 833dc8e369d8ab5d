package rules

import "github.com/sluicesec/sluice/finding"

// A Config is a loaded set of rules: what one file says, with all that it extends.
type Config struct {
	Title      string
	Rules      []Rule
	Providers  []Provider
	Allowlists []Allowlist // apply to every rule, or to those in TargetRules
	Generic    Generic     // what rule files say of the generic rules
	Notes      []string    // for the user: what may not be as intended, and is no error

	// From says where the rules come from, and how many of the built-in ones are
	// among them. It is as of loading.
	From finding.Rules

	unread *unread // nil if all rules are read, see Unread
}

// A Rule says what one kind of secret looks like. The zero value of every
// field but ID means "not asked for".
type Rule struct {
	ID          string
	Aliases     []string // what other scanners call it; the first is what gitleaks does
	Description string
	Provider    string // id of a Provider; "" when no single service issues the secret

	Regex       string   // RE2 syntax, matched byte by byte (Latin-1): \x80-\xff are single bytes
	Path        string   // regex over the slash-separated path; with no Regex, the path itself is the finding
	SecretGroup int      // capture group that holds the secret; 0 means the first group that took part, or the whole match
	Candidates  []string // instead of Regex: words of names, in lower case; the match is a name with one of them, and its value
	Reader      string   // instead of Regex: a format whose secrets the rule finds, see Readers
	Scored      bool     // the model of package internal/model judges the matches
	Entropy     float64  // least Shannon entropy of the secret, in bits per byte
	Keywords    []string // a hint: the engine derives its own literals from Regex; see LikeGitleaks
	Tags        []string

	Allowlists []Allowlist
	Parts      []Part
	SkipReport bool // found only to serve as a part of other rules

	// Identifier says that a match names an account, an application or a key,
	// and opens nothing by itself; a key that is public by design is one. Where a
	// finding has it as a part, it is not reported by itself, and no other rule makes
	// it surer.
	Identifier bool

	// Confidence "" reads as medium. Of a rule that is scored, it is the highest of a
	// match, and "" allows any.
	Confidence finding.Confidence
	Severity   finding.Severity // "" reads as high

	// Binary lets the rule run over content that is not text. It is meant for
	// tokens that identify themselves; rules that need context read noise there.
	Binary bool

	// WholeFile says that the file is the secret, as a key file is, so that no
	// literal in it says what it is: its Path does. The rule needs both a Path and a
	// Regex. It is asked only for files whose path fits, of at most [MaxWholeFile]
	// bytes, and the Regex sees the whole file: \A and \z, and ^ and $, are its
	// beginning and its end. Every match of the Regex is one.
	WholeFile bool

	// Multiline follows the regex's unbounded repeats for 32 KiB, as a block
	// such as a PEM key needs. Without it white space is followed for 128 bytes,
	// what crosses lines freely, such as [\s\S], for 32 KiB, and anything else
	// for 4 KiB.
	Multiline bool

	// LikeGitleaks says that the rule was written for gitleaks, and judges as it does:
	// it finds something only in a file that holds one of its Keywords, in any case; the
	// entropy of the secret must be more than Entropy; ^ and $ in Regex are the beginning
	// and the end of a line, because the text that gitleaks judges may begin and end at
	// any; Regex may name characters beyond ASCII; and a required part may be within the
	// secret.
	LikeGitleaks bool

	// FilesOnly keeps the rule out of the texts that git has beside files: headers and
	// messages of commits and tags, notes, names, and files of the git folder.
	FilesOnly bool

	// MinDigits, MinUpper and MinLower are the least numbers of such bytes in the secret.
	MinDigits, MinUpper, MinLower int

	// Placeholders drops secrets that are plainly stand-ins: templates, runs of
	// one character, words such as "changeme", and what the match holds a second
	// time, as the password of user:user.
	Placeholders bool

	Proof string // name of an offline proof in detect/proof

	Can    string // what the credential can do, in a phrase
	Rotate string // how to replace it, in one or two sentences; "" means the provider's

	Examples  []string // each must be found; in the notation of package rules/example
	Negatives []string // each must not be found by this rule; same notation

	ExamplePaths []string // of a WholeFile rule: paths that it has to fit, where its examples and negatives are

	Specificity int // breaks ties between rules that see the same secret; the higher wins

	Origin Origin
}

// What Reader of a rule can be.
const (
	KubernetesSecret = "kubernetes-secret" // the manifest of a Kubernetes Secret
	SQLRows          = "sql-rows"          // rows that an SQL statement inserts
	MarkupRows       = "markup-rows"       // tables of Markdown, AsciiDoc, MediaWiki
	ValueRows        = "value-rows"        // files of values with a head, such as CSV
)

// Readers returns what Reader of a rule can be.
func Readers() []string { return []string{KubernetesSecret, SQLRows, MarkupRows, ValueRows} }

// MaxWholeFile is the size, in bytes, of the largest file that rules with WholeFile
// are asked for.
const MaxWholeFile = 64 << 10

// Origin is where something was written, for error messages.
type Origin struct {
	File string
	Line int // 1-based

	builtin bool // in this package's own files, which its tests have checked
}

// Builtin reports whether it is one of the built-in rule files.
func (o Origin) Builtin() bool { return o.builtin }

// A Provider is a service that issues secrets, and what to do when one leaks.
type Provider struct {
	ID     string
	Name   string
	Can    string // what its credentials can do, in a phrase
	Revoke string // URL of the provider's page to revoke or rotate; "" if no service issues such secrets
	Rotate string // rotation steps in one or two sentences
	Logs   string // which log to look at afterwards

	Origin Origin `toml:"-"`
}

// An Allowlist names secrets that are not findings. Conditions that are
// present are joined by Condition; an empty Allowlist allows nothing.
type Allowlist struct {
	ID          string
	Description string
	Condition   string // "OR" (the default) or "AND"
	RegexTarget string // what Regexes judge: "secret" (the default), "match" or "line"
	Regexes     []string
	Paths       []string // regexes over the path
	Commits     []string // full or abbreviated (7 or more hex digits) commit ids
	StopWords   []string // the secret holds one of these, in any case
	TargetRules []string // ids or aliases; empty means all. Only for a Config's allowlists

	Origin Origin `toml:"-"`
}
