package ci

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// program builds sluice once and returns its path.
var program = sync.OnceValues(func() (string, error) {
	path := filepath.Join(os.TempDir(), fmt.Sprintf("sluice-for-tests-of-the-action-%d", os.Getpid()))
	if out, err := exec.Command("go", "build", "-o", path, "../cmd/sluice").CombinedOutput(); err != nil {
		return "", fmt.Errorf("%w: %s", err, out)
	}
	return path, nil
})

func TestMain(m *testing.M) {
	code := m.Run()
	if matches, err := filepath.Glob(filepath.Join(os.TempDir(), fmt.Sprintf("sluice-for-tests-of-the-action-%d", os.Getpid()))); err == nil {
		for _, path := range matches {
			os.Remove(path)
		}
	}
	os.Exit(code)
}

// wrapper is a script that starts the program: an archive of it is small.
func wrapper(t *testing.T) string {
	t.Helper()
	path, err := program()
	if err != nil {
		t.Fatal(err)
	}
	return "#!/bin/sh\nexec '" + path + "' \"$@\"\n"
}

// A releases is a host of releases, such as github.com.
type releases struct {
	*httptest.Server
	files    map[string][]byte // by path
	broken   bool              // every request fails
	requests int
}

func newReleases(t *testing.T) *releases {
	h := &releases{files: map[string][]byte{}}
	h.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h.requests++
		body, ok := h.files[r.URL.Path]
		switch {
		case h.broken:
			http.Error(w, "no", http.StatusForbidden) // one that curl does not retry
		case !ok:
			http.NotFound(w, r)
		default:
			w.Write(body)
		}
	}))
	t.Cleanup(h.Close)
	return h
}

const inRelease = "/sluicesec/sluice/releases/download/"

// add adds a release with an archive for each platform, and returns the SHA-256 of its
// checksums.txt.
func (h *releases) add(t *testing.T, tag string) string {
	t.Helper()
	script := wrapper(t)
	var sums strings.Builder
	add := func(name string, content []byte) {
		h.files[inRelease+tag+"/"+name] = content
		fmt.Fprintf(&sums, "%x  %s\n", sha256.Sum256(content), name)
	}
	for _, platform := range []string{"linux_amd64", "linux_arm64", "darwin_arm64"} {
		add("sluice_"+strings.TrimPrefix(tag, "v")+"_"+platform+".tar.gz", tarball(t, script))
	}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create("sluice.exe")
	if err == nil {
		_, err = w.Write([]byte(script))
	}
	if err != nil || z.Close() != nil {
		t.Fatal("cannot write a ZIP archive")
	}
	add("sluice_"+strings.TrimPrefix(tag, "v")+"_windows_amd64.zip", b.Bytes())
	h.files[inRelease+tag+"/checksums.txt"] = []byte(sums.String())
	return fmt.Sprintf("%x", sha256.Sum256([]byte(sums.String())))
}

func tarball(t *testing.T, script string) []byte {
	t.Helper()
	var b bytes.Buffer
	g := gzip.NewWriter(&b)
	w := tar.NewWriter(g)
	for name, text := range map[string]string{"README.md": "text\n", "sluice": script} {
		err := w.WriteHeader(&tar.Header{Name: name, Mode: 0o755, Size: int64(len(text))})
		if err == nil {
			_, err = w.Write([]byte(text))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if w.Close() != nil || g.Close() != nil {
		t.Fatal("cannot write an archive")
	}
	return b.Bytes()
}

// tool puts a program into the PATH of the runner.
func (r *runner) tool(name, script string) {
	r.Helper()
	dir := filepath.Join(r.dir, "bin")
	r.must(os.MkdirAll(dir, 0o755))
	r.must(writeProgram(filepath.Join(dir, name), []byte("#!/bin/sh\n"+script)))
	r.env = append(r.env, "PATH="+dir+":"+os.Getenv("PATH"))
}

// installs runs the action on an event about which there is nothing to judge, which takes
// the program all the same.
func (r *runner) installs() bool {
	r.Helper()
	if _, err := os.Stat(r.work); err != nil {
		r.must(exec.Command("git", "init", "-q", r.work).Run())
	}
	return r.run("push", event(r.T, "push", "REF", "refs/heads/topic", "BASE", idA, "HEAD", none, "CREATED", "false", "DELETED", "true", "FORCED", "false"))
}

// event returns a payload, with values for its variables.
func event(t *testing.T, name string, values ...string) string {
	t.Helper()
	text, err := os.ReadFile("testdata/events/" + name + ".json")
	if err != nil {
		t.Fatal(err)
	}
	for i := range values {
		if i%2 == 0 {
			values[i] = "$" + values[i]
		}
	}
	return strings.NewReplacer(values...).Replace(string(text))
}

// A release is taken by its checksum, and kept in the tool cache.
func TestActionTakesRelease(t *testing.T) {
	h := newReleases(t)
	sum := h.add(t, "v1.2.3")
	r := newRunner(t, "v1.2.3")
	r.inputs["server"] = h.URL
	if !r.installs() || !strings.Contains(r.log, "Sluice v1.2.3, SHA-256 of sluice_1.2.3_linux_amd64.tar.gz: ") {
		t.Fatal(r.log)
	}
	if r.outputs["findings"] != "0" || r.outputs["complete"] != "true" || r.outputs["exit-code"] != "0" || r.outputs["sarif"] != "" {
		t.Errorf("outputs: %v", r.outputs)
	}
	if len(r.used) > 0 {
		t.Errorf("other actions were used: %v", r.used)
	}
	before := h.requests
	if h.broken = true; !r.installs() || h.requests > before || !strings.Contains(r.log, " in the tool cache: ") {
		t.Errorf("%d requests more: %s", h.requests-before, r.log)
	}
	if r.inputs["checksum"] = strings.ToUpper(sum); !r.installs() {
		t.Errorf("the checksum that is asked for: %s", r.log)
	}
	if r.inputs["checksum"] = strings.Repeat("0", 64); r.installs() || !strings.Contains(r.log, "the input checksum asks for 000") {
		t.Errorf("another checksum, with the tool cache: %s", r.log)
	}
}

// Another job of the machine can change the tool cache. What it has put there is not run.
func TestActionChecksToolCache(t *testing.T) {
	h := newReleases(t)
	sum := h.add(t, "v1.2.3")
	bad := tarball(t, "#!/bin/sh\ntouch ran\n")
	for _, c := range []struct {
		name   string
		inputs []string
		change map[string]string // of the tool cache
		want   string
	}{
		{"archive", nil, map[string]string{"sluice_1.2.3_linux_amd64.tar.gz": string(bad)}, "in the tool cache has the SHA-256 "},
		{"archive and list", []string{"checksum", sum},
			map[string]string{"sluice_1.2.3_linux_amd64.tar.gz": string(bad), "checksums.txt": fmt.Sprintf("%x  sluice_1.2.3_linux_amd64.tar.gz\n", sha256.Sum256(bad))}, "the input checksum asks for " + sum},
		{"archive and list, attested", []string{"attestation", "true"},
			map[string]string{"sluice_1.2.3_linux_amd64.tar.gz": string(bad), "checksums.txt": fmt.Sprintf("%x  sluice_1.2.3_linux_amd64.tar.gz\n", sha256.Sum256(bad))}, "has no valid attestation"},
		{"a program beside it", nil, map[string]string{"sluice": "#!/bin/sh\ntouch ran\n"}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newRunner(t, "v1.2.3")
			r.inputs = with(map[string]string{"server": h.URL}, c.inputs...)
			// A gh that knows one archive.
			r.tool("gh", `test "$3" = --help && echo --source-ref || cmp "$3" "$RUNNER_TEMP/attested"`)
			r.must(os.WriteFile(filepath.Join(r.dir, "temp/attested"), h.files[inRelease+"v1.2.3/sluice_1.2.3_linux_amd64.tar.gz"], 0o600))
			if !r.installs() {
				t.Fatal(r.log)
			}
			list, err := filepath.Glob(filepath.Join(r.dir, "tools/*/1.2.3/linux-amd64/checksums.txt"))
			r.must(err)
			if len(list) != 1 {
				t.Fatalf("the tool cache has %v", list)
			}
			for name, text := range c.change {
				r.must(writeProgram(filepath.Join(filepath.Dir(list[0]), name), []byte(text)))
			}
			if passed := r.installs(); passed != (c.want == "") || !strings.Contains(r.log, c.want) {
				t.Errorf("it does not say %q: %s", c.want, r.log)
			}
			if _, err := os.Stat(filepath.Join(r.work, "ran")); err == nil {
				t.Error("the program of another job was run")
			}
		})
	}
}

// Every platform has its archive.
func TestActionTakesReleaseOnEveryPlatform(t *testing.T) {
	h := newReleases(t)
	h.add(t, "v1.2.3")
	for _, c := range []struct{ os, arch, want string }{
		{"Linux", "ARM64", "linux_arm64.tar.gz"}, {"macOS", "ARM64", "darwin_arm64.tar.gz"}, {"Windows", "X64", "windows_amd64.zip"},
	} {
		t.Run(c.os, func(t *testing.T) {
			if _, err := exec.LookPath("unzip"); err != nil && c.os == "Windows" {
				t.Skip("no unzip")
			}
			r := newRunner(t, "v1.2.3")
			r.inputs["server"] = h.URL
			r.env = append(r.env, "RUNNER_OS="+c.os, "RUNNER_ARCH="+c.arch)
			if !r.installs() || !strings.Contains(r.log, "SHA-256 of sluice_1.2.3_"+c.want) {
				t.Error(r.log)
			}
		})
	}
}

// What fails a check is not used, and nothing takes its place.
func TestActionFailsClosed(t *testing.T) {
	for name, c := range map[string]struct {
		ref     string
		inputs  map[string]string
		prepare func(t *testing.T, h *releases, r *runner)
		want    string
	}{
		"another archive": {"v1.2.3", nil, func(t *testing.T, h *releases, _ *runner) {
			h.files[inRelease+"v1.2.3/sluice_1.2.3_linux_amd64.tar.gz"] = tarball(t, "#!/bin/sh\ntouch ran\n")
		}, "has the SHA-256 "},
		"another list": {"v1.2.3", map[string]string{"checksum": strings.Repeat("ab", 32)}, nil, "the input checksum asks for abab"},
		"no archive": {"v1.2.3", nil, func(t *testing.T, h *releases, _ *runner) {
			delete(h.files, inRelease+"v1.2.3/sluice_1.2.3_linux_amd64.tar.gz")
		}, "cannot be downloaded (status 404)"},
		"no answer":                     {"v1.2.3", nil, func(t *testing.T, h *releases, _ *runner) { h.broken = true }, "cannot be downloaded (status 403)"},
		"no such version":               {"v1.2.3", map[string]string{"version": "v9.9.9"}, nil, "has no release v9.9.9"},
		"not a version":                 {"v1.2.3", map[string]string{"version": "v1.2.3/../x"}, nil, "it takes a release such as v1.2.3, or source"},
		"no such platform":              {"main", map[string]string{"version": "1.2.3"}, func(_ *testing.T, _ *releases, r *runner) { r.env = append(r.env, "RUNNER_ARCH=X86") }, "has no sluice_1.2.3_linux_none.tar.gz"},
		"no attestation":                {"v1.2.3", map[string]string{"attestation": "true"}, func(_ *testing.T, _ *releases, r *runner) { r.tool("gh", `test "$3" = --help && echo --source-ref`) }, "has no valid attestation of sluicesec/sluice"},
		"a gh that cannot verify a tag": {"v1.2.3", map[string]string{"attestation": "true"}, func(_ *testing.T, _ *releases, r *runner) { r.tool("gh", `test "$3" = --help`) }, "no gh that can verify"},
		"no such attestation":           {"v1.2.3", map[string]string{"attestation": "yes"}, nil, "it takes auto, true or false"},
		"another case":                  {"v1.2.3", map[string]string{"attestation": "True"}, nil, "it takes auto, true or false"},
		"no gh to verify":               {"v1.2.3", map[string]string{"attestation": "true"}, func(_ *testing.T, _ *releases, r *runner) { r.tool("gh", "exit 1") }, "no gh that can verify"},
		"a checksum for a source":       {"main", map[string]string{"checksum": strings.Repeat("ab", 32)}, nil, "the input checksum asks for a release"},
		"an attestation for one":        {idA, map[string]string{"attestation": "true"}, nil, "the input attestation asks for a release"},
		"no list of tags":               {"v1", nil, nil, "does not say which release v1 is"},
	} {
		t.Run(name, func(t *testing.T) {
			h := newReleases(t)
			h.add(t, "v1.2.3")
			r := newRunner(t, c.ref)
			r.inputs = with(map[string]string{"server": h.URL}, pairs(c.inputs)...)
			if c.prepare != nil {
				c.prepare(t, h, r)
			}
			if r.installs() || !strings.Contains(r.log, "::error title=Sluice is not installed::") || !strings.Contains(r.log, c.want) {
				t.Errorf("it does not say %q: %s", c.want, r.log)
			}
			if kept, _ := filepath.Glob(filepath.Join(r.dir, "tools/*/*/*")); len(kept) > 0 {
				t.Errorf("the tool cache has %v", kept)
			}
			if left, _ := filepath.Glob(filepath.Join(r.dir, "temp/sluice*")); len(left) > 0 {
				t.Errorf("left behind: %v", left)
			}
		})
	}
}

func pairs(m map[string]string) (all []string) {
	for name, value := range m {
		all = append(all, name, value)
	}
	return all
}

func TestActionVerifiesAttestation(t *testing.T) {
	h := newReleases(t)
	h.add(t, "v1.2.3")
	r := newRunner(t, "v1.2.3")
	r.inputs = map[string]string{"server": h.URL, "attestation": "true"}
	r.tool("gh", `test "$GH_TOKEN" = token-of-the-run && test "$1 $2" = "attestation verify" || exit 1
test "$3" = --help && echo --source-ref && exit
test "$4 $5 $6 $7 $8 $9" = "--repo sluicesec/sluice --signer-workflow sluicesec/sluice/.github/workflows/release.yml --source-ref refs/tags/v1.2.3"`)
	if !r.installs() || !strings.Contains(r.log, "attested by sluicesec/sluice") {
		t.Error(r.log)
	}
}

// The tag v1 is the release of the same commit.
func TestActionOfMovingTag(t *testing.T) {
	h := newReleases(t)
	h.add(t, "v1.2.3")
	h.files["/sluicesec/sluice/info/refs"] = []byte(idA + "\trefs/tags/v1\n" + idA + "\trefs/tags/v1.2.2\n" + idB + "\trefs/tags/v1.2.2^{}\n" + strings.Repeat("c", 40) + "\trefs/tags/v1.2.3\n" + idA + "\trefs/tags/v1.2.3^{}\n")
	r := newRunner(t, "v1")
	r.inputs["server"] = h.URL
	if !r.installs() || !strings.Contains(r.log, "Sluice v1.2.3, ") {
		t.Error(r.log)
	}
}

// Without a release of its ref the action is built from its own source, once for each
// source.
func TestActionBuildsFromSource(t *testing.T) {
	const commit = "0123456789abcdef0123456789abcdef01234567"
	for _, c := range []struct {
		ref     string
		version string
		why     string
	}{
		{commit, "", "used by " + commit}, {"main", "", "used by main"}, {"feature/x", "", "used by feature/x"}, {"", "", "used by a path"},
		{"v3.2.1", "", "there is no release v3.2.1"}, {"v1.2.3", "source", "the input version is source"},
	} {
		t.Run(c.ref+c.version, func(t *testing.T) {
			h := newReleases(t)
			h.add(t, "v1.2.3")
			r := newRunner(t, c.ref)
			r.inputs = map[string]string{"server": h.URL, "version": c.version}
			r.env = append(r.env, "SCRIPT="+wrapper(t))
			// A `go` that builds the script, and records its arguments.
			r.tool("go", `echo "$@" >"$RUNNER_TEMP/go"; while test "$1" != -o; do shift; done; printf %s "$SCRIPT" >"$2"; chmod +x "$2"`)
			if !r.installs() || !strings.Contains(r.log, c.why) {
				t.Fatalf("it does not say %q: %s", c.why, r.log)
			}
			text, err := os.ReadFile(filepath.Join(r.dir, "temp/go"))
			r.must(err)
			if !strings.Contains(string(text), " -trimpath ") || strings.Contains(string(text), "main.commit="+commit+" ") != (c.ref == commit) {
				t.Errorf("go got %s", text)
			}
			key, goVersion := r.used["actions/cache built"]["key"], r.used["actions/setup-go"]["go-version"]
			if !strings.HasPrefix(key, "sluice-Linux-X64-") || len(key) < 64 || !strings.HasPrefix(goVersion, "1.") {
				t.Errorf("key %q, go %q", key, goVersion)
			}
			if r.used["actions/cache "]["key"] == "" || r.used["actions/cache "]["path"] != filepath.Join(r.dir, "temp/sluice-build/go") {
				t.Errorf("the cache of modules: %v", r.used["actions/cache "])
			}
			// With a program in the cache there is nothing to build.
			r.must(os.Remove(filepath.Join(r.dir, "temp/go")))
			r.fakes["actions/cache built"] = func(with map[string]string) (map[string]string, error) {
				return map[string]string{"cache-hit": fmt.Sprint(with["key"] == key)}, nil
			}
			if !r.installs() || r.used["actions/setup-go"] != nil {
				t.Errorf("with the cache: %v, %s", r.used, r.log)
			}
			if _, err := os.Stat(filepath.Join(r.dir, "temp/go")); err == nil {
				t.Error("it was built once more")
			}
		})
	}
}
