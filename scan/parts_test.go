package scan_test

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/report"
	"github.com/sluicesec/sluice/rules"
	"github.com/sluicesec/sluice/scan"
	"github.com/sluicesec/sluice/source/stdin"
)

// acme has a secret key with an id and a host, and a token that is found only
// beside an id.
const acme = `
[[rules]]
id = "id"
description = "Acme key id"
regex = '(AC[0-9]{12})'
identifier = true
[[rules]]
id = "host"
description = "Acme host"
regex = 'acme_host=([a-z.]+)'
identifier = true
skipReport = true
[[rules]]
id = "secret"
regex = 'acme_secret=([a-z0-9]{12})'
confidence = "medium"
parts = [{id = "id", withinLines = 2}, {id = "host", withinLines = 2}]
[[rules]]
id = "token"
regex = 'token=([a-z0-9]{12})'
confidence = "high"
parts = [{id = "id", withinLines = 1, required = true}, {id = "secret", withinLines = 5}]
`

func scanAcme(t *testing.T, text string, o scan.Options) *finding.Report {
	t.Helper()
	cfg, err := rules.Parse("acme.toml", []byte(acme))
	if err != nil {
		t.Fatal(err)
	}
	d, err := scan.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	r, err := d.Run(context.Background(), &stdin.Input{Reader: strings.NewReader(text)}, o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// partsOf lists findings and their parts as "rule line: part line, ...".
func partsOf(r *finding.Report) []string {
	var all []string
	for _, f := range r.Findings {
		var parts []string
		for _, p := range f.Locations[0].Parts {
			part := fmt.Sprintf("%s %d", p.RuleID, p.StartLine)
			if p.Folded {
				part += " folded"
			}
			parts = append(parts, part)
		}
		all = append(all, strings.TrimRight(fmt.Sprintf("%s %d: %s", f.RuleID, f.Locations[0].StartLine, strings.Join(parts, ", ")), " "))
	}
	return all
}

func TestParts(t *testing.T) {
	for _, test := range []struct {
		text string
		o    scan.Options
		want []string
	}{
		{"AC270519836401\n\nacme_secret=qmzhvbkw2749", scan.Options{}, []string{"secret 3: id 1 folded"}},
		{"acme_secret=qmzhvbkw2749\nAC270519836401\nacme_host=a.b", scan.Options{}, []string{"secret 1: id 2 folded, host 3"}},
		{"AC270519836401\n\n\nacme_secret=qmzhvbkw2749", scan.Options{}, []string{"id 1:", "secret 4:"}},
		{"acme_host=a.b", scan.Options{}, nil},
		{"token=qmzhvbkw2749", scan.Options{}, nil},
		{"AC270519836401 token=qmzhvbkw2749", scan.Options{}, []string{"token 1: id 1 folded"}},
		// A part that is a secret is a finding as well.
		{"AC270519836401 token=qmzhvbkw2749\nacme_secret=qmzhvbkw2749", scan.Options{},
			[]string{"token 1: id 1 folded, secret 2", "secret 2: id 1 folded"}},
		// An identifier is a finding where its secret is not reported.
		{"AC270519836401\nacme_secret=qmzhvbkw2749 # sluice:allow", scan.Options{}, []string{"id 1:"}},
		{"AC270519836401\nacme_secret=qmzhvbkw2749", scan.Options{MinConfidence: "medium"}, []string{"secret 2: id 1 folded"}},
		{"AC270519836401 token=qmzhvbkw2749\nacme_secret=qmzhvbkw2749", scan.Options{MinConfidence: "high"}, []string{"token 1: id 1, secret 2"}},
	} {
		got := partsOf(scanAcme(t, test.text, test.o))
		if !slices.Equal(got, test.want) {
			t.Errorf("%q: got %q, want %q", test.text, got, test.want)
		}
	}
}

// TestPartsAreQuiet: no format shows the value of a part, and parts do not change
// the finding's fingerprint.
func TestPartsAreQuiet(t *testing.T) {
	secret := strings.Join([]string{"acme_secret=qmzh", "vbkw2749\n"}, "")
	alone := scanAcme(t, secret, scan.Options{})
	r := scanAcme(t, "AC270519836401 acme_host=internal.example\n"+secret, scan.Options{})
	if len(r.Findings[0].Locations[0].Parts) != 2 || r.Findings[0].Fingerprint != alone.Findings[0].Fingerprint {
		t.Fatalf("%s\nand alone\n%s", encode(t, r), encode(t, alone))
	}
	for _, format := range report.Formats() {
		write, err := report.Lookup(format)
		if err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		if err := write(&out, r, report.Options{Verbose: true}); err != nil {
			t.Fatal(err)
		}
		for _, value := range []string{"C270519836401", "internal", "qmzhvbkw2749"} {
			if strings.Contains(out.String(), value) {
				t.Errorf("%s shows %s:\n%s", format, value, &out)
			}
		}
	}
}

// TestBuiltinPairs scans configuration files as they are written for real services.
func TestBuiltinPairs(t *testing.T) {
	for _, test := range []struct {
		text string
		want []string
	}{
		{"[a]\naws_access_key_id = AKIA{base32:16}\naws_secret_access_key = {base62:40}\n\n[b]\naws_access_key_id = ASIA{base32:16}\naws_secret_access_key = {base62:40}\n",
			[]string{"aws-secret-access-key 3: aws-access-token 2 folded", "aws-secret-access-key 7: aws-access-token 6 folded"}},
		{"connect('AKIA{base32:16}',\n\t'{base62:40}')", []string{"aws-secret-access-key-near-id 2: aws-access-token 1 folded"}},
		{"const sid = 'AC{hex:32}';\nconst authToken = '{hex:32}';\n", []string{"twilio-auth-token-near-sid 2: twilio-account-sid 1 folded"}},
		{"TWILIO_ACCOUNT_SID=AC{hex:32}\nTWILIO_AUTH_TOKEN={hex:32}\n", []string{"twilio-auth-token 2: twilio-account-sid 1 folded"}},
		{"SPOTIFY_CLIENT_ID={hex:32}\nSPOTIFY_CLIENT_SECRET={hex:32}\n", []string{"spotify-client-secret 2: spotify-client-id 1 folded"}},
		{"DD_API_KEY={hex:32}\nDD_APP_KEY={hex:40}\n", []string{"datadog-key-32 1:", "datadog-application-key-40 2: datadog-key-32 1"}},
		{"okta:\n  issuer: https://dev-{digit:8}.okta.com/oauth2/default\n  client-id: 0oa{base62:17}\n  client-secret: {base62:40}\n",
			[]string{"okta-client-secret 4: okta-client-id 3, okta-domain 2"}},
		{"AZURE_TENANT_ID={uuid}\nAZURE_CLIENT_ID={uuid}\nAZURE_CLIENT_SECRET={base62:3}8Q~{base62:34}\n",
			[]string{"azure-ad-client-secret 3: azure-client-id 2, azure-tenant-id 1"}},
		{"cfg.SecretId = \"AKID{base62:32}\"\ncfg.SecretKey = \"{base62:32}\"\n", []string{"tencent-cloud-secret-key 2: tencent-cloud-secret-id 1 folded"}},
		{"AZURE_TENANT_ID={uuid}\n", nil},
	} {
		got := partsOf(scanText(t, made(t, test.text), scan.Options{}))
		if !slices.Equal(got, test.want) {
			t.Errorf("%q:\n got %q\nwant %q", test.text, got, test.want)
		}
	}
}
