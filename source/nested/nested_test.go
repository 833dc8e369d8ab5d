package nested

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/source"
)

// A fixed source has some texts, and each is where its ID says.
type fixed struct{ blobs []source.Blob }

func (f fixed) Name() string { return "fixed" }

func (f fixed) Walk(_ context.Context, _ int, ledger *source.Ledger, visit source.Visit) error {
	for _, b := range f.blobs {
		if _, err := visit(0, &b, nil); err != nil {
			return err
		}
		ledger.Add(source.Counts{Blobs: 1})
	}
	return nil
}

func (f fixed) Locate(_ context.Context, secrets map[source.ID][]source.SecretKey) (map[source.ID][]source.Place, error) {
	places := map[source.ID][]source.Place{}
	for id := range secrets {
		i := slices.IndexFunc(f.blobs, func(b source.Blob) bool { return b.ID == id })
		if i < 0 {
			return nil, fmt.Errorf("%v is not here", id)
		}
		p := source.Place{Provenance: finding.Provenance{Kind: f.blobs[i].Kind}}
		if p.Kind == finding.KindReflog {
			p.Ref = id.Name
		} else {
			p.Path = id.Name
		}
		places[id] = []source.Place{p}
	}
	return places, nil
}

// Texts of the same name in two repositories are two texts, each with its own place.
func TestNamesakes(t *testing.T) {
	texts := func(content string) fixed {
		blob := func(id source.ID, kind finding.Kind) source.Blob {
			return source.Blob{ID: id, Kind: kind, Data: []byte(content)}
		}
		return fixed{[]source.Blob{
			blob(source.Named(".git/config"), finding.KindGitFile), blob(source.Text(finding.KindReflog, "HEAD"), finding.KindReflog), blob(source.Named("a/b"), finding.KindBlob),
		}}
	}
	r := New(texts("outer"), []Module{{texts("inner"), "modules/lib"}, {texts("innermost"), "modules/lib/modules/x"}})
	contents := map[source.ID]string{}
	secrets := map[source.ID][]source.SecretKey{}
	ledger := &source.Ledger{}
	err := r.Walk(context.Background(), 1, ledger, func(_ int, b *source.Blob, _ any) (source.Result, error) {
		contents[b.ID] = string(b.Data)
		secrets[b.ID] = []source.SecretKey{1}
		return source.Result{Found: true}, nil
	})
	if err != nil || ledger.Counts().Blobs != 9 {
		t.Fatal(err, ledger.Counts())
	}
	places, err := r.Locate(context.Background(), secrets)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for id, list := range places {
		for _, p := range list {
			got = append(got, contents[id]+" "+p.Path+p.Ref)
		}
	}
	slices.Sort(got)
	want := []string{
		"inner .git/modules/lib/config", "inner lib/a/b", "inner modules/lib/HEAD",
		"innermost .git/modules/lib/modules/x/config", "innermost lib/x/a/b", "innermost modules/lib/modules/x/HEAD",
		"outer .git/config", "outer HEAD", "outer a/b",
	}
	if !slices.Equal(got, want) {
		t.Errorf("%q\nwant %q", got, want)
	}
}
