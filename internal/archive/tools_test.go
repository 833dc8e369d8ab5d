package archive

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// tools are commands that pack the folder that they run in into $OUT.
var tools = []struct{ name, command string }{
	{"zip", "zip -qr $OUT ."},
	{"zip", "zip -qr0 $OUT ."},
	{"zip", "zip -qr -Z bzip2 $OUT ."},
	{"zip", "zip -qr - . | cat >$OUT"}, // with data descriptors
	{"zip", "zip -qr -fz $OUT ."},      // zip64
	{"zip", "zip -qr in.zip . && cat /bin/sh in.zip >$OUT"},
	{"7zz", "7zz a -tzip -mm=Deflate64 $OUT ."},
	{"7zz", "7zz a -tzip -mm=LZMA $OUT ."},
	{"7zz", "7zz a -tzip -mm=BZip2 $OUT ."},
	{"7zz", "7zz a -tzip -mm=XZ $OUT ."},
	{"7zz", "7zz a -t7z $OUT ."},
	{"7zz", "7zz a -t7z -ms=off $OUT ."},
	{"7zz", "7zz a -t7z -mhc=off $OUT ."},
	{"7zz", "7zz a -t7z -m0=LZMA $OUT ."},
	{"7zz", "7zz a -t7z -m0=BZip2 $OUT ."},
	{"7zz", "7zz a -t7z -m0=Deflate $OUT ."},
	{"7zz", "7zz a -t7z -m0=Deflate64 $OUT ."},
	{"7zz", "7zz a -t7z -m0=Copy $OUT ."},
	{"7zz", "7zz a -t7z -m0=BCJ -m1=LZMA2 $OUT ."},
	{"7zz", "7zz a -t7z -m0=Delta:4 -m1=LZMA $OUT ."},
	{"tar", "tar --format=gnu -cf $OUT ."},
	{"tar", "tar --format=ustar -cf $OUT ."},
	{"tar", "tar --format=posix -cf $OUT ."},
	{"tar", "tar --format=v7 -cf $OUT ."},
	{"tar", "tar --format=gnu -S -cf $OUT ."},
	{"tar", "tar --format=posix -S -cf $OUT ."},
	{"gzip", "tar -cf - . | gzip >$OUT"},
	{"bzip2", "tar -cf - . | bzip2 >$OUT"},
	{"xz", "tar -cf - . | xz >$OUT"},
	{"xz", "tar -cf - . | xz --format=lzma >$OUT"},
	{"xz", "tar -cf - . | xz --x86 --delta=dist=2 --lzma2 >$OUT"},
	{"xz", "tar -cf - . | xz --block-size=100KiB --check=crc32 >$OUT"},
	{"zstd", "tar -cf - . | zstd -q -19 >$OUT"},
	{"lz4", "tar -cf - . | lz4 -q >$OUT"},
	{"lz4", "tar -cf - . | lz4 -q -l >$OUT"},
	{"cpio", "find . | cpio -o -H newc >$OUT"},
	{"cpio", "find . | cpio -o -H crc >$OUT"},
	{"cpio", "find . | cpio -o -H odc >$OUT"},
	{"cpio", "find . | cpio -o -H bin >$OUT"},
	{"ar", "cd flat && ar rc $OUT *"},
	{"ar", "cd flat && ar rc --thin $OUT *"},
	{"dpkg-deb", "dpkg-deb -b . $OUT"},
	{"dpkg-deb", "dpkg-deb -Zgzip -b . $OUT"},
	{"dpkg-deb", "dpkg-deb -Zzstd -b . $OUT || dpkg-deb -Zxz -b . $OUT"},
	{"rpmbuild", "rpmbuild --quiet -bb --define '_topdir /tmp' --define \"_rpmdir $TMP\" --define \"src $PWD\" --build-in-place pack.spec && mv $TMP/*/*.rpm $OUT"},
	{"rpmbuild", "rpmbuild --quiet -bb --define '_binary_payload w9.gzdio' --define \"_rpmdir $TMP\" --define \"src $PWD\" --build-in-place pack.spec && mv $TMP/*/*.rpm $OUT"},
}

// What real tools pack is read back. The tools that are not installed are skipped, and
// said.
func TestRealTools(t *testing.T) {
	program, err := os.ReadFile("/bin/sh")
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{
		"flat/text.txt":                strings.Repeat("some text\n", 3000),
		"flat/long name of a file.txt": "content of a long name\n",
		"flat/program":                 "\xe8\x00\x00\x00\x00\xe8\xe9\x01\x02\x00\xff" + string(program),
		"flat/sparse":                  strings.Repeat("\x00", 300<<10) + "end\n",
		"dir/sub/.env":                 "KEY=hello\n",
		"dir/empty":                    "",
		"DEBIAN/control":               "Package: pack\nVersion: 1\nArchitecture: all\nMaintainer: a <a@example.org>\nDescription: a pack\n",
		"DEBIAN/postinst":              "#!/bin/sh\necho installed\n",
		"pack.spec":                    "Name: pack\nVersion: 1\nRelease: 1\nSummary: a pack\nLicense: none\nBuildArch: noarch\n%description\na pack\n%post\necho installed\n%install\nmkdir -p %{buildroot}/p\ncp -r %{src}/flat %{src}/dir %{buildroot}/p\n%files\n/p\n",
	}
	for _, tool := range tools {
		t.Run(tool.command, func(t *testing.T) {
			if _, err := exec.LookPath(tool.name); err != nil {
				t.Skip(tool.name + " is not installed")
			}
			dir, out := t.TempDir(), filepath.Join(t.TempDir(), "out")
			for name, data := range files {
				path := filepath.Join(dir, name)
				if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(path, []byte(data), 0o755); err != nil {
					t.Fatal(err)
				}
			}
			if tool.name == "zip" || tool.name == "7zz" {
				out += ".archive" // or they add an ending
			}
			cmd := exec.Command("sh", "-c", tool.command)
			cmd.Dir, cmd.Env = dir, append(os.Environ(), "OUT="+out, "TMP="+t.TempDir())
			if log, err := cmd.CombinedOutput(); err != nil {
				t.Fatalf("%v: %s", err, log)
			}
			data, err := os.ReadFile(out)
			if err != nil {
				t.Fatal(err)
			}
			all := walk(t, data, Defaults())
			if m := misses(all); len(m) > 0 {
				t.Errorf("missing: %v", m)
			}
			for name, want := range files {
				only := tool.name == "ar" && !strings.HasPrefix(name, "flat/") || tool.name == "rpmbuild" && !strings.Contains(name, "/") ||
					strings.HasPrefix(name, "DEBIAN/") && tool.name == "rpmbuild"
				if only {
					continue
				}
				base := filepath.Base(name)
				thin := strings.Contains(tool.command, "--thin")
				if !slices.ContainsFunc(all, func(s shown) bool {
					return strings.HasSuffix(s.path, base) && !s.hidden && (s.data == want || thin && s.link == base)
				}) {
					t.Errorf("%s is not among %s", name, paths(all))
				}
			}
		})
	}
}

func paths(all []shown) (out string) {
	for _, s := range all {
		out += fmt.Sprintf("%q of %d bytes, hidden %v\n", s.path, len(s.data), s.hidden)
	}
	return out
}
