package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/sluicesec/sluice/benchmarks/internal/measure"
)

// commits makes a history of n commits, which edit a line in some of 500 files and now and
// then write a new file. Each commit writes more, if that is set.
func (b *builder) commits(name string, n int, more func(t text, i int, out *bufio.Writer)) (string, error) {
	dir, err := b.imported(name, func(out *bufio.Writer) {
		t := newText(1)
		var files [][][]byte
		newFile := func(lines int) [][]byte {
			var file [][]byte
			for range lines {
				var line bytes.Buffer
				t.line(&line)
				file = append(file, line.Bytes())
			}
			return file
		}
		for i := range n {
			fmt.Fprintf(out, "commit refs/heads/main\ncommitter A <a@example.org> %d +0000\ndata <<E\ncommit %d\nE\n", 1_700_000_000+i*60, i)
			edited := map[int]bool{}
			for range 3 {
				k := t.rng.IntN(500)
				if k >= len(files) {
					k = len(files)
					files = append(files, newFile(20+t.rng.IntN(400)))
				}
				var line bytes.Buffer
				t.line(&line)
				files[k][t.rng.IntN(len(files[k]))] = line.Bytes()
				edited[k] = true
			}
			for k := range files {
				if edited[k] {
					text := bytes.Join(files[k], nil)
					fmt.Fprintf(out, "M 100644 inline d%d/f%d.py\ndata %d\n%s\n", k%20, k, len(text), text)
				}
			}
			if more != nil {
				more(t, i, out)
			}
		}
	})
	if err != nil {
		return "", err
	}
	_, err = b.git(dir, "repack", "-adfq", "--window=10", "--depth=50")
	return dir, err
}

// partOf makes a repository with the oldest n commits of another's HEAD.
func (b *builder) partOf(repo string, n int) (string, error) {
	all, err := b.git(repo, "rev-list", "--reverse", "--topo-order", "HEAD")
	if err != nil {
		return "", err
	}
	ids := strings.Fields(all)
	tip := ids[min(n, len(ids))-1]
	dir, err := b.init("part", "--bare")
	if err != nil {
		return "", err
	}
	out, err := b.gitWith(repo, strings.NewReader(tip+"\n"), "pack-objects", "--revs", "--delta-base-offset", "-q", filepath.Join(dir, "objects/pack/pack"))
	if err != nil {
		return "", fmt.Errorf("%s: %w", out, err)
	}
	_, err = b.git(dir, "update-ref", "refs/heads/main", tip)
	return dir, err
}

func history(b *builder, n int) (_ []measure.Command, err error) {
	var dir string
	if b.repo == "" {
		dir, err = b.commits("history", n, nil)
	} else {
		dir, err = b.partOf(b.repo, n)
	}
	return []measure.Command{b.command("git", "git", dir), b.command("git --no-delta", "git", "--no-delta", dir)}, err
}

func ranges(b *builder, n int) (_ []measure.Command, err error) {
	dir := b.repo
	if dir == "" {
		if dir, err = b.commits("history", 4_000, nil); err != nil {
			return nil, err
		}
	}
	// The last n of the first parents' line would bring more commits than n, where they are merges.
	list, err := b.git(dir, "rev-list", "--topo-order", "HEAD")
	if err != nil {
		return nil, err
	}
	ids := strings.Fields(list)
	if len(ids) <= n {
		return nil, errors.New("the history has too few commits")
	}
	base, most := "", -1
	for _, id := range ids[1:min(len(ids), 2*n+2)] {
		text, err := b.git(dir, "rev-list", "--count", id+"..HEAD")
		if err != nil {
			return nil, err
		}
		if count, _ := strconv.Atoi(text); count <= n && count > most {
			base, most = id, count
		}
		if most == n {
			break
		}
	}
	return []measure.Command{
		b.command("git --range", "git", "--range", base+"..HEAD", dir),
		{Name: "git log -p", Argv: []string{"git", "-C", dir, "log", "-p", "-U0", base + "..HEAD"}},
	}, nil
}

func jobs(b *builder, n int) (_ []measure.Command, err error) {
	dir := b.repo
	if dir == "" {
		if dir, err = b.commits("history", 8_000, nil); err != nil {
			return nil, err
		}
	}
	return []measure.Command{b.command("git -j", "git", "-j", strconv.Itoa(n), dir)}, nil
}

func smallFiles(b *builder, n int) ([]measure.Command, error) {
	dir, err := b.imported("small", func(out *bufio.Writer) {
		for i := range n {
			if i%5_000 == 0 {
				fmt.Fprintf(out, "commit refs/heads/main\ncommitter A <a@example.org> %d +0000\ndata 2\nc\n", 1_700_000_000+i)
			}
			text := fmt.Sprintf("file %d holds %x\n", i, uint64(i)*0x9e3779b97f4a7c15)
			fmt.Fprintf(out, "M 100644 inline d%d/d%d/f%d\ndata %d\n%s\n", i/10_000, i/100%100, i%100, len(text), text)
		}
	})
	return []measure.Command{b.command("git", "git", dir)}, err
}

func refs(b *builder, n int) ([]measure.Command, error) {
	dir, err := b.imported("refs", func(out *bufio.Writer) {
		for i := range n {
			fmt.Fprintf(out, "commit refs/heads/branch-%06d\ncommitter A <a@example.org> %d +0000\ndata <<E\ncommit %d\nE\n", i, 1_700_000_000+i, i)
			if i > 0 {
				fmt.Fprintf(out, "from refs/heads/branch-%06d\n", i-1)
			}
			if i%100 == 0 {
				fmt.Fprintf(out, "M 100644 inline f%d\ndata 2\nx\n", i)
			}
		}
	})
	if err != nil {
		return nil, err
	}
	last := fmt.Sprintf("branch-%06d", n-1)
	if _, err := b.git(dir, "symbolic-ref", "HEAD", "refs/heads/"+last); err != nil {
		return nil, err
	}
	_, err = b.git(dir, "pack-refs", "--all")
	return []measure.Command{b.command("git", "git", dir), b.command("git --range", "git", "--range", last+"~1.."+last, dir)}, err
}

func loose(b *builder, n int) ([]measure.Command, error) {
	dir, err := b.init("loose", "--bare")
	if err != nil {
		return nil, err
	}
	var pack bytes.Buffer
	out := bufio.NewWriter(&pack)
	for i := range n {
		text := fmt.Sprintf("file %d holds %x\n", i, uint64(i)*0x9e3779b97f4a7c15)
		fmt.Fprintf(out, "blob\ndata %d\n%s\n", len(text), text)
	}
	if err := out.Flush(); err != nil {
		return nil, err
	}
	if _, err := b.gitWith(dir, &pack, "-c", "fastimport.unpackLimit="+strconv.Itoa(n+1), "fast-import", "--quiet"); err != nil {
		return nil, err
	}
	return []measure.Command{b.command("git", "git", dir)}, nil
}

// fileList makes a repository with n files of which each is a line, and returns its folder. The
// index is written, the work tree is empty.
func (b *builder) fileList(n int) (string, error) {
	dir, err := b.init("staged")
	if err != nil {
		return "", err
	}
	in := new(bytes.Buffer)
	for i := range n {
		fmt.Fprintf(in, "blob\nmark :%d\ndata <<E\nfile %d\nE\n", i+1, i)
	}
	marks := b.path("marks")
	if _, err := b.gitWith(dir, in, "fast-import", "--quiet", "--export-marks="+marks); err != nil {
		return "", err
	}
	text, err := os.ReadFile(marks)
	if err != nil {
		return "", err
	}
	in.Reset()
	for line := range strings.Lines(string(text)) {
		mark, id, _ := strings.Cut(strings.TrimSpace(line), " ")
		i, _ := strconv.Atoi(mark[1:])
		fmt.Fprintf(in, "100644 %s\td%d/d%d/f%d\n", id, i/10_000, i/100%100, i)
	}
	_, err = b.gitWith(dir, in, "update-index", "--index-info")
	return dir, err
}

func staged(b *builder, n int) ([]measure.Command, error) {
	dir, err := b.fileList(n)
	return []measure.Command{
		b.command("git --staged", "git", "--staged", dir),
		{Name: "git diff --cached --raw", Argv: []string{"git", "-C", dir, "diff", "--cached", "--raw"}},
	}, err
}

func index(b *builder, n int) ([]measure.Command, error) {
	dir, err := b.fileList(n)
	if err != nil {
		return nil, err
	}
	if _, err := b.git(dir, "commit", "-qm", "all"); err != nil {
		return nil, err
	}
	for i := range 10 {
		name := fmt.Sprintf("d0/d%d/new", i)
		if _, err := b.file("staged/"+name, func(out *bufio.Writer) { newText(uint64(i)).lines(out, 2_000) }); err != nil {
			return nil, err
		}
		if _, err := b.git(dir, "add", name); err != nil {
			return nil, err
		}
	}
	return []measure.Command{
		b.command("git --staged", "git", "--staged", dir),
		{Name: "git diff --cached --raw", Argv: []string{"git", "-C", dir, "diff", "--cached", "--raw"}},
	}, nil
}
