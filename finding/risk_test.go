package finding

import (
	"strings"
	"testing"

	"github.com/sluicesec/sluice/internal/oid"
)

// A secret that was in a deployed file, and that HEAD holds in a test alone, is less
// urgent than one that HEAD holds in a deployed file, and more urgent than one that only
// tests ever held.
func TestCompareRisk(t *testing.T) {
	at := func(s Setting, head bool) Location {
		return Location{Setting: s, Provenance: Provenance{InHead: head, Reachable: true, Commit: commit(t)}}
	}
	of := func(all ...Location) *Finding {
		f := &Finding{Locations: all, Severity: SeverityHigh}
		for _, l := range all {
			f.Exposure.InHead = f.Exposure.InHead || l.InHead
			f.Exposure.Settings = append(f.Exposure.Settings, l.Setting)
		}
		return f
	}
	order := []*Finding{
		of(at(SettingDeployed, true)),
		of(at(SettingDeployed, false), at(SettingTest, true)),
		of(at(SettingDeployed, false)),
		of(at(SettingTest, true)),
		of(at(SettingTest, false)),
	}
	for i, f := range order {
		if f.DeployedNow() != (i == 0) {
			t.Errorf("finding %d: deployed now: %v", i, f.DeployedNow())
		}
		if i > 0 && CompareRisk(order[i-1], f) >= 0 {
			t.Errorf("finding %d is not after the one before it", i)
		}
	}
	unlisted := &Finding{Exposure: Exposure{InHead: true, Settings: []Setting{SettingDeployed}}}
	if !unlisted.DeployedNow() {
		t.Error("a report without places says what it says")
	}
}

func commit(t *testing.T) (id oid.ID) {
	t.Helper()
	if err := id.UnmarshalText([]byte(strings.Repeat("1", 40))); err != nil {
		t.Fatal(err)
	}
	return id
}
