package proof

import (
	"maps"
	"slices"
)

// A Verdict is the outcome of a proof.
type Verdict int

const (
	Unknown    Verdict = iota // nothing shows whether the secret is real
	Proven                    // its structure shows that the issuer made it
	Doubtful                  // its shape is right, but its checksum or its content is wrong
	Impossible                // it cannot be a credential at all
)

// A Result is what is known about one secret.
type Result struct {
	Verdict    Verdict
	Facts      []string // short phrases for people: "AWS account 123456789012"
	Mode       string   // "live" or "test"; "" if the secret does not say
	Documented string   // who publishes it as an example in documentation; "" if nobody is known to
	Canary     string   // who watches for the use of this decoy; "" if it is none
}

// maxInput is the length in bytes above which a secret is not judged. An RSA
// key of 16384 bits takes 12 KiB in PEM form.
const maxInput = 64 << 10

// A proof judges a secret. match is the text around it that the rule matched;
// it may be empty.
type proof func(secret, match []byte) Result

// table holds the proofs by name. It is never written to.
var table = map[string]proof{
	"age":                 age,
	"aws-key-id":          awsKeyID,
	"aws-secret-key":      awsSecretKey,
	"azure-sas":           azureSAS,
	"basic-auth":          basicAuth,
	"cloudflare-tunnel":   cloudflareTunnel,
	"discord":             discord,
	"gcp-service-account": gcpServiceAccount,
	"github":              github,
	"gitlab-routable":     gitlabRoutable,
	"grafana":             grafana,
	"grafana-api-key":     grafanaAPIKey,
	"grafana-cloud":       grafanaCloud,
	"jwt":                 jwt,
	"mode":                mode,
	"npm":                 npm,
	"onepassword":         onePassword,
	"pem":                 pemKey,
	"pem-lines":           pemLines,
	"putty":               putty,
	"pypi":                pypi,
	"sentry":              sentry,
	"slack":               slack,
	"telegram":            telegram,
	"nkey":                nkey,
}

// Names returns the names of all proofs, sorted.
func Names() []string { return slices.Sorted(maps.Keys(table)) }

// Known reports whether there is a proof of this name.
func Known(name string) bool { return table[name] != nil }

// Check says what is known about a secret: whether it is a documented example, and
// what the proof with this name finds. A name that is "" or unknown proves nothing.
// match is the text that the rule matched, with the secret in it, for proofs that
// also read what is beside the secret. It may be nil.
func Check(name string, secret, match []byte) Result {
	if len(secret) > maxInput || len(match) > maxInput {
		return Result{}
	}
	if who := documentedBy(secret); who != "" {
		return Result{Documented: who}
	}
	if p := table[name]; p != nil {
		return p(secret, match)
	}
	return Result{}
}
