package scan

import (
	"fmt"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/finding"
)

// A long message is cut, once it is redacted, and wherever a secret is in it no
// piece of the secret is left.
func TestShorten(t *testing.T) {
	secret := strings.Join([]string{"q7!", "zk9"}, "")
	for at := mostMessage - 2*len(secret); at < mostMessage+len(secret); at++ {
		message := strings.Repeat("é", at/2) + strings.Repeat(".", at%2) + secret + strings.Repeat("x", mostMessage)
		r := &finding.Report{Findings: []finding.Finding{{RuleID: "r", Secret: secret, Match: secret, Locations: []finding.Location{
			{Provenance: finding.Provenance{Kind: finding.KindCommitMessage, Message: message, AuthorName: strings.Repeat("n", 1<<20)}},
		}}}}
		for _, st := range []reportStage{hiding(t, secret), shorten{}} {
			if err := st.apply(t.Context(), r); err != nil {
				t.Fatal(err)
			}
		}
		l := &r.Findings[0].Locations[0]
		if len(l.Message) > mostMessage+2*len(cutMark) || !strings.HasSuffix(l.Message, cutMark) || len(l.AuthorName) > mostName+len(cutMark) {
			t.Fatalf("at %d: a message of %d bytes that ends with %q, a name of %d", at, len(l.Message), l.Message[len(l.Message)-20:], len(l.AuthorName))
		}
		for n := 2; n <= len(secret); n++ {
			if strings.Contains(l.Message, secret[:n]) {
				t.Fatalf("at %d: the message shows %q", at, secret[:n])
			}
		}
	}
	if text := clip("short", mostName); text != "short" {
		t.Errorf("a short text became %q", text)
	}
}

// A megabyte of message with ten thousand secrets makes no report of gigabytes.
func TestShortenIsBounded(t *testing.T) {
	message := strings.Repeat("password = hunter-two ", 50_000)
	r := &finding.Report{}
	for i := range 10_000 {
		secret := fmt.Sprintf("word-%d", i)
		r.Findings = append(r.Findings, finding.Finding{RuleID: "r", Secret: secret, Match: secret, Locations: []finding.Location{
			{Provenance: finding.Provenance{Kind: finding.KindCommitMessage, Message: message}},
		}})
	}
	for _, st := range []reportStage{hiding(t, "hunter-two"), shorten{}} {
		if err := st.apply(t.Context(), r); err != nil {
			t.Fatal(err)
		}
	}
	total := 0
	for i := range r.Findings {
		total += len(r.Findings[i].Locations[0].Message)
	}
	if most := len(r.Findings) * (mostMessage + 2*len(cutMark)); total > most {
		t.Errorf("the messages take %d bytes, and may take %d", total, most)
	}
}
