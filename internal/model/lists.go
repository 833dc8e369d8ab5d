package model

// nameWords are words of names, each a feature: the name has it. lastWords are
// those that count on their own as the last word of a name.
var (
	nameWords = [...]string{
		"password", "passwd", "pass", "pwd", "passphrase", "secret", "token", "apikey", "api", "key", "access", "auth", "cred",
		"credential", "credentials", "salt", "nonce", "cert", "client", "private", "public", "session", "oauth", "bearer", "basic",
		"jwt", "user", "username", "admin", "root", "id", "name", "type", "file", "path", "url", "uri", "field", "hash", "header", "error",
		"message", "msg", "code", "test", "example", "encrypt", "encrypted", "encryption", "sign", "signing", "aes", "hmac", "confirm",
		"confirmation", "new", "old", "db", "database", "default", "get", "set", "is", "has", "max", "min", "length", "size", "count",
		"index", "list", "map", "primary", "foreign", "sort", "row", "object", "cache", "csrf", "refresh", "verifier", "signature",
		"consumer", "webhook", "license", "host", "port", "expires", "expiry", "version", "algorithm", "kid", "seed", "master",
		"service", "account", "sid", "state", "cookie", "label", "title", "text", "hint", "placeholder", "policy", "reset", "change",
		"update", "forgot", "require", "required", "valid", "invalid", "show", "hide", "keys", "tokens", "secrets", "passwords",
		"store", "manager", "provider", "ref", "arn", "prefix", "format", "mode", "method", "class", "ssh", "rsa", "gpg", "pgp", "site",
		"app", "server", "mysql", "postgres", "redis", "smtp", "mail", "ldap", "aws", "github", "google", "stripe", "twitter",
		"facebook", "slack", "azure", "value", "val", "data", "string", "str", "env", "var", "config", "input", "param", "attr",
		"column", "table", "event", "press", "down", "up", "group", "hex", "b64", "base64", "bytes", "raw", "plain",
	}
	lastWords = [...]string{
		"key", "token", "secret", "password", "pass", "passwd", "pwd", "auth", "id", "api", "salt", "credentials", "keys", "tokens",
		"cert", "authorization", "value", "nonce", "access", "url", "name", "s", "passphrase", "type", "path", "file", "hash",
	}
	// What the text around a candidate says.
	aroundWords = [...]string{
		"user", "login", "email", "http", "client", "basic", "bearer", "cookie", "public", "private", "encrypt", "hash", "label",
		"placeholder", "title", "text", "description", "message", "translat", "error", "invalid", "connect", "host", "server", "jdbc",
		"aws", "mock", "fake", "dummy", "example", "xml", "name=", "type=", "assert", "expect", "import", "return", "func", "def ",
		"const", "var ", "let ", "final", "static", "export", "env", "raise", "throw", "if ", "print", "log", "require", "<input", "t(",
		"username", "curl", "docker", "mysql", "run", "set ", "please", "your", "will ", "the ", "help", "usage",
	}
	// What a path has in it.
	pathWords = [...]string{
		"test", "spec", "doc", "example", "sample", "fixture", "mock", "demo", "conf", "src", "lib", "deploy", "docker", "template",
		"vendor", "local", "lang", "i18n", "migrat", "readme", "changelog", "resource", "integration", "setting", "secret", "key", "env",
		"public", "asset", "node_modules", "third_party", "dist", "script", "k8s", "helm", "ansible", "security", "server", "app",
	}
	// Kinds of files by the ends of their names.
	pathEnds = [...]string{
		".py", ".js", ".ts", ".java", ".go", ".rb", ".php", ".cs", ".md", ".yml", ".yaml", ".json", ".xml", ".html", ".properties",
		".sh", ".conf", ".env", ".c", ".cpp", ".h", ".m", ".swift", ".kt", ".scala", ".sql", ".toml", ".rst", ".txt", ".tf", ".cfg",
		".config", ".ini", ".groovy", ".jsx", ".tsx", ".rs", ".template", ".example", ".log", ".erb", ".j2", ".ipynb", ".vue", ".lua",
		".ex", ".exs", ".rsp", ".tfstate", ".ps1", ".resx", ".strings", ".po", ".lock", ".svg", ".csv", ".map", "file",
	}
	// Words in a value that say it is a sample.
	sampleWords = [...]string{
		"example", "changeme", "change_me", "change-me", "changeit", "your", "dummy", "sample", "fake", "test", "foo", "bar", "xxx",
		"placeholder", "insert", "replace", "todo", "redacted", "here", "enter", "mysecret", "mypass",
	}
	secretWords = [...]string{"pass", "secret", "token", "key", "auth", "cred", "pwd"}
)

// Where the lists begin among the features.
const (
	nameWord   = firstWord
	lastWord   = nameWord + feature(len(nameWords))
	aroundWord = lastWord + feature(len(lastWords))
	textCount  = aroundWord + feature(len(aroundWords)) // features of the text alone
	pathWord   = textCount
	pathEnd    = pathWord + feature(len(pathWords))
	pathKnown  = pathEnd + feature(len(pathEnds))
	pathDepth  = pathKnown + 1
	count      = pathDepth + 1
)
