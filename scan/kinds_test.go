package scan_test

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/git/gitrepo"
	"github.com/sluicesec/sluice/internal/git/gittest"
	"github.com/sluicesec/sluice/internal/oid"
	"github.com/sluicesec/sluice/scan"
	"github.com/sluicesec/sluice/source"
	"github.com/sluicesec/sluice/source/commits"
	"github.com/sluicesec/sluice/source/folder"
	"github.com/sluicesec/sluice/source/history"
	"github.com/sluicesec/sluice/source/staged"
	"github.com/sluicesec/sluice/source/stdin"
)

// A file is the path and the content of a member.
type file struct{ path, text string }

// zipOf makes a zip.
func zipOf(t *testing.T, files ...file) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, f := range files {
		w, err := z.Create(f.path)
		noError(t, err)
		_, err = io.WriteString(w, f.text)
		noError(t, err)
	}
	noError(t, z.Close())
	return out.Bytes()
}

// storedZip makes a zip of files that are not compressed.
func storedZip(t *testing.T, files ...file) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, f := range files {
		w, err := z.CreateHeader(&zip.FileHeader{Name: f.path, Method: zip.Store})
		noError(t, err)
		_, err = io.WriteString(w, f.text)
		noError(t, err)
	}
	noError(t, z.Close())
	return out.Bytes()
}

// tarOf makes a tar.
func tarOf(t *testing.T, files ...file) []byte {
	t.Helper()
	var out bytes.Buffer
	a := tar.NewWriter(&out)
	for _, f := range files {
		noError(t, a.WriteHeader(&tar.Header{Name: f.path, Size: int64(len(f.text)), Mode: 0o600}))
		_, err := io.WriteString(a, f.text)
		noError(t, err)
	}
	noError(t, a.Close())
	return out.Bytes()
}

func noError(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func gzipOf(t *testing.T, data []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	_, err := w.Write(data)
	noError(t, err)
	noError(t, w.Close())
	return out.Bytes()
}

// packedBy runs a program that makes an archive of the folder with a file called name, and
// returns the archive, or nil where the program is not installed.
func packedBy(t *testing.T, name, text, out string, command ...string) []byte {
	t.Helper()
	if _, err := exec.LookPath(command[0]); err != nil {
		return nil
	}
	dir := t.TempDir()
	noError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600))
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Dir = dir
	if output, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v %s", command, err, output)
	}
	data, err := os.ReadFile(filepath.Join(dir, out))
	noError(t, err)
	return data
}

// kinds makes a container of each kind with a text in it, and the layers that lead to the
// text. Kinds that only programs can make are left out where these are absent.
func kinds(t *testing.T, text string) map[string][]byte {
	t.Helper()
	env := file{"in/.env", text}
	zstdOf, err := zstd.NewWriter(nil)
	noError(t, err)
	quoted, err := json.Marshal(text)
	noError(t, err)
	// An editor cuts a text into runs anywhere.
	half := len(text) - 20
	docx := `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>` +
		text[:half] + `</w:t></w:r><w:r><w:t>` + strings.TrimSpace(text[half:]) + `</w:t></w:r></w:p></w:body></w:document>`
	odt := `<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><text:p>` +
		text[:half] + `<text:span>` + text[half:] + `</text:span></text:p></office:document-content>`
	sheet := `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><r><t>` + text[:half] + `</t></r><r><t>` + text[half:] + `</t></r></si></sst>`
	image := tarOf(t,
		file{"manifest.json", `[{"Config":"c.json","Layers":["l1/layer.tar"]}]`},
		file{"c.json", `{"config":{"Env":["PATH=/bin"]}}`},
		file{"l1/layer.tar", string(tarOf(t, file{"app/.env", text}))})
	all := map[string][]byte{
		"zip": zipOf(t, env), "jar": zipOf(t, file{"META-INF/MANIFEST.MF", "Manifest-Version: 1.0\n"}, env), "whl": zipOf(t, env), "apk": zipOf(t, env),
		"epub": zipOf(t, file{"mimetype", "application/epub+zip"}, file{"OEBPS/a.xhtml", text}),
		"docx": zipOf(t, file{"word/document.xml", docx}), "xlsx": zipOf(t, file{"xl/sharedStrings.xml", sheet}), "odt": zipOf(t, file{"content.xml", odt}),
		"tar": tarOf(t, env), "tar.gz": gzipOf(t, tarOf(t, env)), "gz": gzipOf(t, []byte(text)),
		"tar.zst":    zstdOf.EncodeAll(tarOf(t, env), nil),
		"nested":     zipOf(t, file{"a.tar.gz", string(gzipOf(t, tarOf(t, file{"b.zip", string(zipOf(t, env))})))}),
		"image":      image,
		"ipynb":      []byte(`{"cells":[{"cell_type":"code","source":[],"outputs":[{"output_type":"stream","name":"stdout","text":[` + string(quoted) + `]}]}],"metadata":{},"nbformat":4,"nbformat_minor":5}`),
		"attachment": []byte(`{"cells":[{"cell_type":"markdown","source":["a"],"attachments":{"a.txt":{"application/octet-stream":"` + base64.StdEncoding.EncodeToString([]byte(text)) + `"}}}],"metadata":{},"nbformat":4,"nbformat_minor":5}`),
	}
	for kind, command := range map[string][]string{
		"tar.bz2": {"tar", "cjf", "out", "env"}, "tar.xz": {"tar", "cJf", "out", "env"}, "lz4": {"lz4", "-q", "env", "out"},
		"7z": {"7z", "a", "-bd", "out.7z", "env"}, "ar": {"ar", "rc", "out", "env"}, "cpio": {"sh", "-c", "echo env | cpio -o -H newc >out 2>/dev/null"},
	} {
		if kind == "cpio" && !installed("cpio") || kind == "tar.bz2" && !installed("bzip2") || kind == "tar.xz" && !installed("xz") {
			continue
		}
		out := "out"
		if kind == "7z" {
			out = "out.7z"
		}
		if data := packedBy(t, "env", text, out, command...); data != nil {
			all[kind] = data
		}
	}
	if tgz, ar := gzipOf(t, tarOf(t, file{"./opt/.env", text})), installed("ar"); ar {
		all["deb"] = packedBy(t, "data.tar.gz", string(tgz), "out", "ar", "rc", "out", "data.tar.gz")
	}
	return all
}

func installed(program string) bool {
	_, err := exec.LookPath(program)
	return err == nil
}

// A secret is found once, in a member, in each kind of container and in each mode.
func TestKindsOfContainers(t *testing.T) {
	secret := token(t, 0)
	for kind, data := range kinds(t, "TOKEN="+secret+"\n") {
		dir := t.TempDir()
		path := filepath.Join(dir, "a."+kind)
		noError(t, os.WriteFile(path, data, 0o600))
		box := gittest.New(t)
		box.Commit("README", "hello\n")
		box.Commit("a."+kind, string(data))
		repo, err := gitrepo.Open(box.Dir, nil)
		noError(t, err)
		store, err := repo.OpenObjects()
		noError(t, err)
		t.Cleanup(func() { noError(t, store.Close()) })
		span, err := commits.Parse(context.Background(), repo, "HEAD~1..HEAD")
		noError(t, err)
		for mode, src := range map[string]source.Source{
			"stdin":   &stdin.Input{Reader: bytes.NewReader(data)},
			"dir":     &folder.Folders{Paths: []string{path}},
			"index":   staged.NewOnto(repo, store, nil),
			"range":   commits.New(span.String(), repo, store, []oid.ID{span.Include}, []oid.ID{span.Exclude}),
			"history": history.New(repo, store, history.Options{}),
		} {
			r := run(t, src, scan.Options{ShowSecrets: true, Jobs: 2})
			if len(r.Findings) != 1 || r.Findings[0].Secret != secret || !r.Complete {
				t.Errorf("%s by %s: %s", kind, mode, places(r))
				continue
			}
			ls := r.Findings[0].Locations
			if len(ls) != 1 || !ls[0].InMember() && kind != "ipynb" {
				t.Errorf("%s by %s: %s", kind, mode, places(r))
			}
		}
	}
}

// places describes what a report found, and where.
func places(r *finding.Report) string {
	s := fmt.Sprintf("complete %v, %v %v", r.Complete, r.Ledger.Skipped, r.Ledger.Errors)
	for _, f := range r.Findings {
		for _, l := range f.Locations {
			s += fmt.Sprintf("\n%s %s %q:%d", f.RuleID, l.FullPath(), l.Layers, l.StartLine)
		}
	}
	return s
}
