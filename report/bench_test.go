package report

import (
	"fmt"
	"os"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/oid"
)

// many is a report with n findings in up to three places each, as the scan of a large
// history makes it.
func many(n int) *finding.Report {
	r := sample()
	r.Findings = make([]finding.Finding, n)
	digits := func(i int) string { return fmt.Sprintf("%040x", uint64(i)*0x9e3779b97f4a7c15) }
	object := func(i int) (id oid.ID) {
		if err := id.UnmarshalText([]byte(digits(i))); err != nil {
			panic(err)
		}
		return id
	}
	for i := range r.Findings {
		f := deployKey()
		f.RuleID, f.Fingerprint = "acme-"+strconv.Itoa(i%500), digits(i)[8:]
		f.Severity = finding.Severities()[i%4]
		f.Exposure.Days = i % 3000
		f.Locations = slices.Clone(f.Locations[:1+i%3])
		for j := range f.Locations {
			l := &f.Locations[j]
			l.Path = fmt.Sprintf("services/team-%d/config/settings-%d.yml", i%100, i)
			l.Commit, l.Blob = object(3*i+j), object(i)
			l.Line = fmt.Sprintf("  deploy_key_%d: acme*** # %s", i, strings.Repeat("comment ", 8))
			l.Setting, l.Parts = finding.SettingDeployed, nil
		}
		r.Findings[i] = f
	}
	return r
}

// BenchmarkFormats writes 100,000 findings. Its floor is 5 seconds and 400 MB, with
// the report itself.
func BenchmarkFormats(b *testing.B) {
	r := many(100_000)
	template, err := ParseTemplate("list", "{{range .by_risk}}{{.severity}} {{.rule_id}} {{range .locations}}{{.path}}:{{.start_line}} {{end}}\n{{end}}")
	if err != nil {
		b.Fatal(err)
	}
	writers := map[string]Writer{"template": template}
	for _, name := range Formats() {
		if writers[name], err = Lookup(name); err != nil {
			b.Fatal(err)
		}
	}
	for name, w := range writers {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			peak()
			before := cpu()
			for b.Loop() {
				n := &count{}
				if err := w(n, r, Options{}); err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(n.bytes)/1e6, "MB/report")
			}
			b.ReportMetric((cpu()-before)/float64(b.N), "cpu-s/op")
			b.ReportMetric(peak(), "peak-MB")
		})
	}
}

// count counts what is written to it.
type count struct{ bytes int }

func (c *count) Write(p []byte) (int, error) {
	c.bytes += len(p)
	return len(p), nil
}

// peak is the most memory that the process has had since the last call, in MB. It is 0
// where the system does not say so.
func peak() float64 {
	text, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	_, after, _ := strings.Cut(string(text), "VmHWM:")
	var kb float64
	fmt.Sscan(after, &kb)
	debug.FreeOSMemory()
	os.WriteFile("/proc/self/clear_refs", []byte("5"), 0) // forgets the peak
	return kb / 1000
}

// cpu is how many seconds of processor time the process has used, which says more than a
// clock where other programs run. It is 0 where the system does not say so.
func cpu() float64 {
	text, err := os.ReadFile("/proc/self/stat")
	if err != nil {
		return 0
	}
	_, after, _ := strings.Cut(string(text), ") ")
	fields := strings.Fields(after)
	var user, system float64 // fields 14 and 15 of proc(5), in hundredths
	fmt.Sscan(fields[11], &user)
	fmt.Sscan(fields[12], &system)
	return (user + system) / 100
}
