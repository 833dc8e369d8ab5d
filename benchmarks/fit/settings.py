#!/usr/bin/env python3
"""Write made-up settings with labels: passwords that people choose, beside values that only look like them.

usage: settings.py OUT SEED FILES

The labelled files are mostly code, tests and documents. What is deployed looks different: in a .env or a server's
configuration a weak password is a password. OUT will hold data/ and labels.jsonl, as the labelled files do.
"""
import json, os, string, sys

import variants

APPS = 'db database mysql postgres redis smtp mail ldap ftp admin root app api rabbit mongo backup proxy grafana jenkins nexus vault kafka elastic'.split()
PASS = 'password password pass passwd pwd pw secret'.split()
KEYS = 'secret_key api_key token access_token auth_token client_secret jwt_secret encryption_key app_secret private_key api_secret session_secret'.split()
TAILS = '_prod _dev _staging _master _eu _us _out _refresh _main _1 _2 2 _old _new _value _stripe _backup _live _test _app _smtp _read'.split()
# names with a word of secrets in them, and values that are none
PLAIN = [
    ('password_file', '/run/secrets/{w}'), ('password_min_length', '{n}'), ('password_policy', '{w}'), ('token_url', 'https://{w}.acme.test/oauth2/token'),
    ('auth_mode', '{m}'), ('auth_type', '{m}'), ('key_prefix', '{w}'), ('cache_key', '{w}_{w}'), ('key_file', 'conf/{w}.key'), ('ssh_key_path', '~/.ssh/{w}'),
    ('secret_name', '{w}-{w}'), ('token_ttl', '{n}h'), ('token_type', '{m}'), ('primary_key', '{w}_id'), ('password_encoder', '{m}'), ('auth_realm', '{w} {w}'),
    ('auth_host', '{w}.acme.test'), ('authentication', '{m}'), ('api_key_header', 'X-{W}-Key'), ('password_hash', '{m}'), ('key_id', '{w}-{n}'), ('key_id', '{u}'), ('token_id', '{u}'),
    ('key_algorithm', 'RSA{n}'), ('auth_user', '{w}'), ('password', '${{{U}_PASSWORD}}'), ('password', 'changeme'), ('password', ''), ('secret', '{{{{ vault_{w} }}}}'),
    ('api_key', '<your api key>'), ('token', 'your-token-here'), ('auth_url', 'http://{w}:{n}/auth'), ('public_key', '{h}'), ('foreign_key', '{w}_{w}'),
    ('password_reset', '{m}'), ('authorization', '{m}'), ('key_serializer', 'org.{w}.{W}Serializer'), ('tokenizer', '{w}'), ('credentials_file', '{w}.json'),
]


class Writer:
    def __init__(self, seed):
        self.make = variants.Maker(seed)
        self.r = self.make.r

    def weak(self, app):
        r = self.r
        k = r.random()
        if k < .2:
            return app + r.choice(('', '-', '_', '@')) + r.choice(('123', 'pass', 'pw', '1', '2024', '!', '1234', 'secret', 'password'))
        if k < .3:
            return r.choice(variants.TITLES) + r.choice(('123', '1234', '1', '!', '2023', '#1'))
        if k < .42:
            return app.capitalize() + r.choice(('Pass', 'Pw', 'Secret', 'Admin')) + r.choice(('1!', '1', '123', '!', '2025'))
        if k < .5:
            return r.choice(variants.SEASONS).capitalize() + str(r.randrange(2015, 2028)) + r.choice(('', '!', '#'))
        if k < .55:
            return ' '.join(self.make.word() for _ in range(r.choice((3, 4))))
        return self.make.value('Password') or self.strong()

    def uuid(self):
        h = lambda n: ''.join(self.r.choice('0123456789abcdef') for _ in range(n))
        return '-'.join((h(8), h(4), '4' + h(3), 'a' + h(3), h(12)))

    def strong(self):
        r = self.r
        k = r.random()
        if k > .93:
            return self.uuid()
        alphabet = string.ascii_letters + string.digits + ('' if k < .6 else '!@#$%^&*()-_=+')
        if k < .2:
            return ''.join(r.choice('0123456789abcdef') for _ in range(r.choice((16, 32, 40, 64))))
        return ''.join(r.choice(alphabet) for _ in range(r.choice((8, 10, 12, 16, 20, 24, 32, 40, 50))))

    def plain(self):
        r = self.r
        name, form = r.choice(PLAIN)
        w = self.make.word
        u = w()
        return name, form.format(w=w(), u=self.uuid(), W=u.capitalize(), U=u.upper(), n=r.randrange(1, 9999), m=r.choice(variants.MODES), h=''.join(r.choice('0123456789abcdef') for _ in range(64)))

    def pairs(self):
        """name, value, label of some settings"""
        r = self.r
        last = None
        for _ in range(r.randrange(6, 18)):
            app = r.choice(APPS)
            k = r.random()
            if last and k < .44 and r.random() < variants.REPEATS:
                yield app + '_' + r.choice(PASS), last, True
                continue
            tail = r.choice(TAILS) if r.random() < .4 else ''
            if k < .34:
                last = self.weak(app) if r.random() < .8 else self.strong()
                yield r.choice((app + '_', app + '_', '')) + r.choice(PASS) + tail, last, True
            elif k < .44:
                last = self.strong() if r.random() < .8 else self.weak(app)
                yield r.choice((app + '_', '')) + r.choice(KEYS) + tail, last, True
            elif k < .78:
                name, value = self.plain()
                yield r.choice((app + '_', '', '')) + name, value, False
            else:
                yield app + '_' + r.choice(('host', 'port', 'user', 'name', 'url', 'timeout')), r.choice((app, self.make.word(), 'localhost', str(r.randrange(99999)))), None

    def salt(self):
        alphabet = string.ascii_letters + string.digits + '!@#$%^&*()-_ []{}<>~`+=,.;:/?|'
        return ''.join(self.r.choice(alphabet) for _ in range(64)).strip()

    def code(self):
        """Statements with a pair in the middle of something else."""
        r, w = self.r, self.make.word
        lines = []
        for _ in range(12):
            app = r.choice(APPS)
            strong = r.random() < .6
            value = self.strong() if strong else self.weak(app)
            if any(c in value for c in ' \'"`\\<&;,#'):
                continue
            u = app.upper()
            form = r.choice((
                'PGPASSWORD=@ psql -h {w} -U {a}', '{U}_PASSWORD=@ ./run.sh', 'MYSQL_PWD=@ mysqldump -u {a} {w}', 'export {U}_TOKEN=@ && make',
                'c = connect("host={w} user={a} password=@ dbname={w}")', 'c = connect("password=@ host={w}")', "conninfo = 'host=10.0.0.2 user=rep password=@ sslmode=prefer'",
                'Server={w};Database={a};Uid={a};Pwd=@;', '<add connectionString="Server={w};User Id={a};Password=@;Timeout=5" />', 'spring.datasource.url=jdbc:mysql://{w}/{a}?user={a}&password=@&ssl=true',
                'APP_KEY=base64:@', 'SECRET_KEY_BASE=@', 'docker run -e {U}_PASSWORD=@ -p 80:80 {w}', './{w} --user {a} --password @ --verbose', './{w} --password=@', 'mysql --user={a} --password=@ {w}',
                "define('{U}_PASSWORD', '@');", "define( 'DB_PASSWORD', '@' );", "ALTER LOGIN sa WITH PASSWORD = N'@';", "SET PASSWORD FOR 'root'@'localhost' = PASSWORD('@');", "CREATE USER {a} WITH PASSWORD '@';",
                'curl -d "user={a}&password=@" http://{w}/login', '<{a}Password>@</{a}Password>', '<password>@</password>', '<pwd>@</pwd>', '<Pass>@</Pass>', '<Pass encoding="base64">@</Pass>', '<passphrase>@</passphrase>', '<password><![CDATA[@]]></password>',
                '<id>{w}</id><username>{a}</username><password>@</password>', 'sh "deploy --token @ --env prod"', 'password: "@" # {w}', '- {U}_SECRET=@', "{a}.login(user='{w}', password='@')",
                'set {U}_PASSWORD=@', '$env:{U}_PASSWORD = "@"', 'setx {U}_TOKEN "@"', '{U}_PASSWORD ?= @', 'password ::= @', "  '{a}_password' => '@',", '{a}.password=@', '"{a}Password": "@",',
            ))
            text = form.format(w=w(), a=app, U=u) if '{' in form else form
            at = text.rindex('@') if text.count('@') == 1 else text.index("('@")+2 if "('@" in text else text.index('@')
            lines.append((text[:at] + value + text[at + 1:], True, (at, at + len(value))))
            if r.random() < .3:
                v = self.salt()
                if "'" not in v and '\\' not in v:
                    pre = "define('" + r.choice(('AUTH_KEY', 'SECURE_AUTH_KEY', 'LOGGED_IN_KEY', 'NONCE_KEY', 'AUTH_SALT', 'SECURE_AUTH_SALT', 'LOGGED_IN_SALT', 'NONCE_SALT')) + "', " + ' ' * r.randrange(8) + "'"
                    lines.append((pre + v + "');", True, (len(pre), len(pre) + len(v))))
                v = ''.join(r.choice('abcdefghijklmnopqrstuvwxyz0123456789!@#$%^&*(-_=+)') for _ in range(50))
                lines.append((f"SECRET_KEY = '{v}'", True, (14, 64)))
            if r.random() < .8:
                text = r.choice((
                    'PGPASSWORD=$PW psql -h {w}', '{U}_PASSWORD=${{{U}_PW}} ./run.sh', 'docker run -e {U}_PASSWORD={w} -p 80:80 {w}' if False else 'docker run -e {U}_AUTH_MODE={w} {w}',
                    './{w} --password-file {w}.txt', '<passwordLabel>{w} {w}</passwordLabel>', '<password>${{env.{U}}}</password>', "password = get_{w}('{w}')", 'password = {w}.{w}', 'key = {w}_{w}', "define('{U}_KEY_PATH', '{w}/{w}');",
                    "define('LOGGED_IN_KEY', 'put your {w} phrase here');", "'password' => '{w} is required',", 'password: {w}_password', 'auth = {w}Auth', 'token = self.{w}', 'passwd = getpass()', 'the password is {w} and {w}',
                )).format(w=w(), a=app, U=u)
                lines.append((text, False, (0, len(text))))
        return lines

    def file(self, kind):
        r = self.r
        lines = []
        camel = lambda n: n.split('_')[0] + ''.join(x.capitalize() for x in n.split('_')[1:])
        if kind == 'code':
            return self.code()
        if kind == 'yaml':
            lines.append(('services:', None, None))
        for name, value, label in self.pairs():
            bare = ' ' not in value and value and not value.startswith(('@', '#', '*', '&', '!', '%', '`'))
            q = r.choice('\'"') if kind not in ('env', 'properties', 'docker', 'xml') or not bare and kind == 'env' else ''
            if q and q in value:
                continue
            if kind == 'env':
                pre = r.choice(('', '', 'export ')) + name.upper() + '='
                post = ''
                pre, post = pre + q, q
            elif kind == 'properties':
                pre, post = name.replace('_', '.') + r.choice(('=', ' = ')), ''
            elif kind == 'yaml':
                q = q if not bare or r.random() < .4 else ''
                pre, post = '  ' * r.randrange(1, 4) + r.choice((name, camel(name), name.upper(), name.split('_', 1)[-1])) + ': ' + q, q
            elif kind == 'compose':
                pre, post = '      - ' + name.upper() + '=', ''
            elif kind == 'ini':
                q = q if r.random() < .2 else ''
                pre, post = name + r.choice(('=', ' = ')) + q, q
            elif kind == 'docker':
                if not bare:
                    continue
                pre, post = 'ENV ' + name.upper() + r.choice(('=', ' ')), ''
            elif kind == 'xml':
                if '<' in value or '&' in value:
                    continue
                n = r.choice((camel(name), name.split('_')[-1]))
                pre, post = r.choice(((f'    <{n}>', f'</{n}>'), (f'    <property name="{camel(name)}" value="', '"/>'), (f'    <add key="{camel(name)}" value="', '"/>')))
            elif kind == 'json':
                pre, post = f'    "{r.choice((name, camel(name)))}": "', '",'
            elif kind == 'php':
                pre, post = f"    '{name}' => '", "',"
            elif kind == 'python':
                pre, post = f'{name.upper()} = {q}', q
            elif kind == 'tf':
                pre, post = f'{name} = "', '"'
            lines.append((pre + value + post, label, (len(pre), len(pre) + len(value))))
        return lines


KINDS = {
    'code': ('deploy/run.sh', 'conf/context.xml', 'wp-config.php', 'src/connect.py', '.env', 'sql/users.sql', 'app/settings.py', 'README.md', 'conf/server.conf', 'settings.xml', '.github/workflows/ci.yml'),
    'env': ('.env', '.env.production', 'deploy/.env', 'conf/prod.env'), 'properties': ('src/resource/application.properties', 'conf/server.properties'),
    'yaml': ('conf/application.yml', 'ansible/group_vars/all.yml', 'config/database.yml', 'helm/values.yaml'), 'compose': ('docker-compose.yml', 'deploy/docker-compose.prod.yml'),
    'ini': ('conf/app.ini', 'etc/server.conf', 'conf/db.cfg'), 'docker': ('Dockerfile', 'docker/Dockerfile'), 'xml': ('conf/settings.xml', 'web.config', 'conf/context.xml'),
    'json': ('conf/config.json', 'appsettings.json', 'settings.json'), 'php': ('app/config/database.php', 'wp-config.php'), 'python': ('app/settings.py', 'config.py'), 'tf': ('prod.tfvars', 'deploy/main.tf'),
}


def main():
    out, seed, files = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    w = Writer(seed)
    os.makedirs(out, exist_ok=True)
    with open(os.path.join(out, 'labels.jsonl'), 'w') as labels:
        for i in range(files):
            kind = w.r.choice(sorted(KINDS) + ['code'] * 5)
            path = f'data/set{i % 10:05d}/{i}/' + w.r.choice(KINDS[kind])
            p = os.path.join(out, path)
            os.makedirs(os.path.dirname(p), exist_ok=True)
            rows = w.file(kind)
            open(p, 'w').write('\n'.join(r[0] for r in rows) + '\n')
            for n, (_, label, span) in enumerate(rows, 1):
                if label is not None:
                    labels.write(json.dumps(dict(path=path, line_start=n, line_end=n, value_start=span[0], value_end=span[1], label=label, category='Password')) + '\n')


if __name__ == "__main__":
    main()
