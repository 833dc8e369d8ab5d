package report

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/sluicesec/sluice/finding"
)

// large returns a report with n findings at two places each, as a scan of a repository
// with a long past makes it.
func large(n int) *finding.Report {
	r := clean()
	r.Findings = make([]finding.Finding, n)
	for i := range r.Findings {
		f := deployKey()
		f.Fingerprint = fmt.Sprintf("%032x", i)
		f.RuleID = fmt.Sprintf("acme-%d", i%200)
		f.Locations = f.Locations[:2]
		for j := range f.Locations {
			l := &f.Locations[j]
			l.Path = fmt.Sprintf("config/service-%d/settings-%d.yml", i%1000, i)
			l.Line = fmt.Sprintf("  deploy_key: acme*** # of service %d", i)
			l.Parts = nil
			l.Owners = []string{"@acme/payments"}
			l.Setting = finding.SettingDeployed
		}
		f.Exposure = finding.Exposure{Introduced: "2024-03-01T10:20:30+01:00", Days: i % 900, InHead: i%3 == 0, Branches: 3, Paths: 1, Settings: []finding.Setting{finding.SettingDeployed}}
		r.Findings[i] = f
	}
	return r
}

// BenchmarkReadJSON reads 100,000 findings.
func BenchmarkReadJSON(b *testing.B) {
	var text bytes.Buffer
	w, _ := Lookup("json")
	if err := w(&text, large(100_000), Options{}); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(text.Len()))
	for b.Loop() {
		if _, err := ReadJSON(bytes.NewReader(text.Bytes())); err != nil {
			b.Fatal(err)
		}
	}
}
