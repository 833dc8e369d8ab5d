#!/usr/bin/env python3
"""Write a copy of labelled files in which true values are such as people choose.

usage: variants.py LABELLED OUT SEED [SHARE]

LABELLED holds data/ and labels.jsonl; OUT will hold the same. In the labelled files true values are random, because they
were replaced by random ones. People choose words: a model that was fitted on random values alone loses half of their
passwords. So SHARE of the true values (default .8) become made-up ones, with the shares that were counted on values as they
were written, and a few false ones become identifiers, so that a word alone is no proof.
"""
import collections, json, os, random, re, sys

HERE = os.path.dirname(os.path.abspath(__file__))
# label: share of words in lower case, of words with digits, of those that say password, of the random; the rest is mixed
SHARES = {
    'Password': (.38, .14, .30, .10), 'URL Credentials': (.42, .06, .25, .10), 'SQL Password': (.38, .14, .3, .1),
    'CMD Password': (.38, .14, .25, .12), 'Secret': (.22, .10, .05, .55), 'Key': (.10, .05, .07, .70), 'Auth': (.06, .02, .10, .75),
    'Token': (.01, .02, .02, .90), 'Credential': (.3, .1, .1, .4),
}
NAMES = ('anna james maria peter susan robert laura david sarah michael emma daniel julia thomas linda kevin alice bruce oscar '
         'diana victor simon felix bella lucas rocky buster tiger shadow ginger').split()
SEASONS = 'spring summer autumn winter january march april june august october november monday friday london paris berlin tokyo'.split()
ROWS = 'qwerty qwertyuiop asdfgh asdfghjkl zxcvbn qazwsx 1qaz2wsx 1q2w3e4r q1w2e3r4 abc123 abcd1234 123qwe 123456 12345678 654321 111222 987654'.split()
LINES = '1234567890 qwertyuiop asdfghjkl zxcvbnm 1qaz 2wsx 3edc 4rfv 5tgb 6yhn 7ujm 0okm 9ijn 8uhb 1q2w3e4r5t a1s2d3f4 poiuyt lkjhgf mnbvcx'.split()
SHIFT = str.maketrans('1234567890', '!@#$%^&*()')
SAYS = 'password passwd pass secret pw pwd'.split()
TITLES = 'my test root admin db user new super the app dev guest mysql postgres redis some old web top client server'.split()
MODES = ('always never daily weekly monthly required optional enabled disabled on_create on_failure once manual automatic inherit prompt '
         'interactive hidden visible plain encrypted hashed bcrypt sha256 md5 default global local yes no on off forbidden allowed expired '
         'valid invalid missing present absent latest stable basic digest none_required read-only write-only').split()
REPEATS = .2  # how often a true value is that of a line shortly before
LEET = str.maketrans('aeios', '4310$')


def words():
    groups = open(os.path.join(HERE, '..', '..', 'internal', 'model', 'words.txt')).read().split('\n')
    out = []
    for n, g in enumerate(groups, 3):
        if 4 <= n <= 8:
            out += [g[i:i + n] for i in range(0, len(g), n)]
    return out


class Maker:
    def __init__(self, seed):
        self.r = random.Random(seed)
        self.words = words()

    def word(self):
        return self.r.choice(self.r.choice((self.words, self.words, NAMES, SEASONS, TITLES)))

    def lower(self):
        r = self.r
        k = r.random()
        if k < .45:
            return self.word()
        if k < .75:
            return self.word() + self.word()
        if k < .85:
            return r.choice('-_.').join((self.word(), self.word()))
        return self.word()[:3] + self.word()[:4] + r.choice(('', self.word()[:3]))

    def digits(self):
        r = self.r
        w = self.word()
        if r.random() < .4:
            w = w.capitalize()
        d = r.choice((str(r.randrange(10)), str(r.randrange(100)), '123', '1234', '12345', '321', str(r.randrange(1960, 2027)), '%03d' % r.randrange(1000)))
        k = r.random()
        if k < .12:
            return w + r.choice('-._') + self.word() + r.choice('-._') + d
        if k < .24:
            return w.capitalize() + self.word().capitalize() + r.choice('!@#$%.-_') + d
        return w + r.choice(('', '', '', '@', '_', '#', '-', '.')) + d + r.choice(('', '', '', '!', '!!', '$'))

    def says(self):
        r = self.r
        s = r.choice(SAYS)
        k = r.random()
        if k < .35:
            return r.choice(TITLES) + r.choice(('', '', '-', '_')) + s
        if k < .6:
            return s + r.choice(('1', '12', '123', '1234', '2', '01', '!', '1!', '@123', str(r.randrange(2000, 2027))))
        if k < .75:
            return s.capitalize() + r.choice(('1', '123', '1!', '123!', '!23'))
        if k < .9:
            return self.word() + s
        return s.translate(LEET) + r.choice(('', '1', '123', '!'))

    def mixed(self):
        r = self.r
        k = r.random()
        if k < .15:
            return r.choice(ROWS) + r.choice(('', '', '!', '1'))
        if k < .3:
            return self.walk()
        if k < .6:
            return self.word().capitalize().translate(LEET) + r.choice(('', '!', '1', '99', '#1'))
        if k < .8:
            return self.word().capitalize() + self.word().capitalize() + r.choice('!@#$%1234567890')
        return str(r.randrange(10 ** 4, 10 ** 8))

    def walk(self):
        """A walk over the keyboard: a piece of a row or of a column, and another one, at times with shift held down."""
        r = self.r
        parts = []
        for _ in range(r.choice((1, 2, 2, 3))):
            row = r.choice(LINES)
            n = r.choice((3, 4, 4, 5))
            i = r.randrange(len(row) - min(n, len(row)) + 1)
            part = row[i:i + n]
            parts.append(part[::-1] if r.random() < .2 else part)
        if len(parts) == 1:
            parts.append(str(r.randrange(100, 1000)))
        if r.random() < .4:
            k = r.randrange(len(parts))
            parts[k] = parts[k].upper().translate(SHIFT)
        return ''.join(parts) + r.choice(('', '', '', '!', '1'))

    def value(self, category):
        a, b, c, d = SHARES[category]
        k = self.r.random()
        if k < a:
            return self.lower()
        if k < a + b:
            return self.digits()
        if k < a + b + c:
            return self.says()
        if k < a + b + c + d:
            return None
        return self.mixed()

    def identifier(self):
        r = self.r
        if r.random() < .3:
            return r.choice(MODES)
        w = [self.word() for _ in range(r.choice((1, 2, 2, 3)))]
        return r.choice((w[0] + ''.join(x.capitalize() for x in w[1:]), '_'.join(w), '.'.join(w), '-'.join(w), ''.join(x.capitalize() for x in w), '_'.join(w).upper()))


def main():
    src, out, seed = sys.argv[1], sys.argv[2], int(sys.argv[3])
    share = float(sys.argv[4]) if len(sys.argv) > 4 else .8
    make = Maker(seed)
    rows = [json.loads(l) for l in open(os.path.join(src, 'labels.jsonl'))]
    by = collections.defaultdict(list)
    for r in rows:
        by[r['path']].append(r)
    for path in sorted(by):
        text = open(os.path.join(src, path), encoding='utf8', errors='surrogateescape', newline='').read().split('\n')
        lines = collections.defaultdict(list)
        for r in by[path]:
            lines[r['line_start']].append(r)
        same = {}  # a value that stands twice stays the same
        before = None  # the last true value and its line: people give one password to several accounts, the labelled files never do
        for n, here in lines.items():
            here = [r for r in here if r['line_start'] == r['line_end'] and r['value_start'] >= 0 and r['value_end'] > r['value_start']]
            spans = {}
            for r in here:
                spans.setdefault((r['value_start'], r['value_end']), []).append(r)
            for (a, b), rs in sorted(spans.items(), reverse=True):
                if any(a < y and x < b and (x, y) != (a, b) for x, y in spans):
                    continue
                old, cat = text[n - 1][a:b], rs[0]['category'].split(':')[0]
                new = None
                if any(r['label'] for r in rs) and cat in SHARES and len(old) < 80:
                    if old not in same:
                        same[old] = make.value(cat) if make.r.random() < share else None
                        if before and 0 < n - before[0] < 4 and make.r.random() < REPEATS:
                            same[old] = before[1]
                    new = same[old]
                    before = n, new or old
                elif not any(r['label'] for r in rs) and re.fullmatch(r'[A-Za-z_.]{4,40}', old) and make.r.random() < .15:
                    new = make.identifier()
                if new is None:
                    continue
                text[n - 1] = text[n - 1][:a] + new + text[n - 1][b:]
                for r in here:
                    if r['value_start'] >= b:
                        r['value_start'] += len(new) - (b - a)
                        r['value_end'] += len(new) - (b - a)
                for r in rs:
                    r['value_end'] = a + len(new)
        p = os.path.join(out, path)
        os.makedirs(os.path.dirname(p), exist_ok=True)
        open(p, 'w', encoding='utf8', errors='surrogateescape', newline='').write('\n'.join(text))
    with open(os.path.join(out, 'labels.jsonl'), 'w') as fh:
        for r in rows:
            fh.write(json.dumps(r) + '\n')


if __name__ == "__main__":
    main()
