#!/usr/bin/env python3
"""Make the tables of words and letters that the model measures values by.

usage: words.py OUT FOLDER...     text files of any kind; OUT is the folder of package model

words.txt      the words that are in most folders and files, in groups of one length: a line for each group
trigrams.bin   27 x 27 x 27 bytes: how surprising a letter is behind two others, in sixteenths of a bit; 0 stands for the end of a word
"""
import collections, math, os, re, sys

WORD = re.compile(r'[A-Z]?[a-z]+|[A-Z]+(?![a-z])')
MOST = 9000


def main():
    out, folders = sys.argv[1], sys.argv[2:]
    seen = collections.defaultdict(collections.Counter)
    for folder in folders:
        for d, _, files in os.walk(folder):
            for f in files:
                p = os.path.join(d, f)
                if os.path.getsize(p) > 200_000:
                    continue
                text = open(p, encoding='utf8', errors='ignore').read()
                if '\0' in text:
                    continue
                # words of prose and of names; not those of one long run, such as base64
                runs = re.findall(r'(?<![A-Za-z0-9+/=])[A-Za-z_.-]{3,40}(?![A-Za-z0-9+/=])', text)
                here = {w.lower() for r in runs for w in WORD.findall(r) if 3 <= len(w) <= 16}
                for w in here:
                    seen[w][folder] += 1
    score = {w: sum(min(4, math.log2(1 + n)) for n in c.values()) for w, c in seen.items() if len(c) >= 2}
    words = sorted(sorted(score, key=lambda w: (-score[w], w))[:MOST])
    groups = collections.defaultdict(list)
    for w in words:
        groups[len(w)].append(w)
    with open(os.path.join(out, 'words.txt'), 'w') as fh:
        for n in sorted(groups):
            fh.write(''.join(groups[n]) + '\n')
    tri, bi = collections.Counter(), collections.Counter()
    for w, s in score.items():
        w = '\0' + w + '\0'
        for i in range(len(w) - 2):
            tri[w[i:i + 3]] += s
            bi[w[i:i + 2]] += s
    at = lambda c: 0 if c == '\0' else ord(c) - 96
    table = bytearray(27 ** 3)
    letters = '\0' + ''.join(map(chr, range(97, 123)))
    for a in letters:
        for b in letters:
            for c in letters:
                p = (tri[a + b + c] + .5) / (bi[a + b] + .5 * 27)
                table[(at(a) * 27 + at(b)) * 27 + at(c)] = min(255, round(-math.log2(p) * 16))
    open(os.path.join(out, 'trigrams.bin'), 'wb').write(table)
    print(len(words), 'words of', len(score))


main()
