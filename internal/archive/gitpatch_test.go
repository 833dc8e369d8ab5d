package archive

import (
	"bytes"
	"encoding/binary"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// What git wrote is read: a new file, and a change of it as a delta.
func TestGitPatch(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not installed")
	}
	dir := t.TempDir()
	git := func(args ...string) []byte {
		t.Helper()
		cmd := exec.Command("git", append([]string{"-C", dir, "-c", "user.name=a", "-c", "user.email=a@b"}, args...)...)
		out, err := cmd.Output()
		if err != nil {
			t.Fatal(args, err)
		}
		return out
	}
	write := func(text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, "a file.bin"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		git("add", "-A")
		git("commit", "-qm", "x")
	}
	git("init", "-q", ".")
	git("commit", "-qm", "first", "--allow-empty")
	random := strings.Repeat("\x00\x01\xfe some bytes ", 50)
	write(random)
	write(random + "and a new text" + random)
	for args, want := range map[string]string{"show --binary HEAD^": random, "format-patch --stdout -2": random} {
		data := git(strings.Fields(args)...)
		if kind := Detect(data, data); kind != GitPatch && !strings.HasPrefix(args, "show") {
			t.Fatalf("%s is detected as %q", args, kind)
		}
		all := walkKind(t, GitPatch, data)
		if len(all) == 0 || all[0].path != "git-patch!a file.bin" || all[0].data != want {
			t.Errorf("%s: %v", args, all)
		}
		if args[0] == 'f' && !strings.Contains(all[len(all)-2].data, "and a new text") {
			t.Errorf("%s: %v has no new text", args, all)
		}
	}
	none := []byte("a text about\nGIT binary patch\nliteral 5\nzabc\n\nliteral x\nnot base85 at all\n")
	if all := walkKind(t, GitPatch, none); len(all) != 0 {
		t.Errorf("%+v", all)
	}
}

func walkKind(t *testing.T, kind Kind, data []byte) (all []shown) {
	t.Helper()
	if err := Walk(t.Context(), kind, bytes.NewReader(data), NewBudget(Defaults()), func(m *Member) error {
		all = append(all, shown{path: string(kind) + "!" + m.Path, data: string(m.Data)})
		if m.Miss != nil {
			t.Errorf("%s: %v", m.Path, m.Miss)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return all
}

// pharOf makes an archive of PHP with two files, of which one is compressed.
func pharOf(t testing.TB) []byte {
	u4 := func(n int) string { return string(binary.LittleEndian.AppendUint32(nil, uint32(n))) }
	entry := func(name, packed string, flags int) string {
		return u4(len(name)) + name + u4(9) + u4(0) + u4(len(packed)) + u4(0) + u4(flags) + u4(0)
	}
	packed := string(deflated(t, "some text of a file, some text of a file"))
	manifest := u4(2) + "\x11\x00" + u4(0x10000) + u4(1) + "a" + u4(0) + entry("a.php", "plain text", 0x1a4) + entry("b.php", packed, 0x11a4)
	return []byte("<?php\nPhar::mapPhar();\n__HALT_COMPILER(); ?>\r\n" + u4(len(manifest)) + manifest + "plain text" + packed + "signature GBMB")
}

func TestPhar(t *testing.T) {
	data := pharOf(t)
	if kind := Detect(data, data); kind != Phar {
		t.Fatalf("detected as %q", kind)
	}
	all := walk(t, data, Defaults())
	wants(t, all, shown{path: "phar!a.php", data: "plain text"}, shown{path: "phar!b.php", data: "some text of a file, some text of a file"})
	for _, text := range []string{"<?php\n__HALT_COMPILER();", "<?php\n__HALT_COMPILER();\nsome text that is data of an old installer"} {
		if kind := Detect([]byte(text), []byte(text)); kind != "" {
			t.Errorf("%q is detected as %q", text, kind)
		}
	}
}

func TestDeflate(t *testing.T) {
	for _, text := range []string{"A=1\nNAME=some value\nPORT=5432\n", strings.Repeat("lines of a longer text\n", 3000)} {
		data := deflated(t, text)
		if kind := Detect(data, data); kind != Deflate {
			t.Fatalf("detected as %q", kind)
		}
		wants(t, walk(t, data, Defaults()), shown{path: "deflate!", data: text})
	}
}

func FuzzGitPatch(f *testing.F) {
	fuzz(f, GitPatch, []byte("diff --git a/x b/x\nGIT binary patch\nliteral 4\nLcmYdfU|?WgU;qMu0RR9P\n\nliteral 0\nHcmV?d00001\n\n"))
}

func FuzzPhar(f *testing.F) { fuzz(f, Phar, pharOf(f)) }
