import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cpuMillisecondsOf } from '../../test/rigs/cpu-time.ts';
import { remoteText } from './remote-text.ts';

const said = (body: string) => remoteText(body, 200);
const json = (body: unknown) => said(JSON.stringify(body));

/** As Chronos 3.0.2 answers what it cannot read. */
const chronosPage = (reason: string) => `<html>
<head>
<meta http-equiv="Content-Type" content="text/html;charset=ISO-8859-1"/>
<title>Error 500 </title>
</head>
<body>
<h2>HTTP ERROR: 500</h2>
<p>Problem accessing /v1/scheduler/iso8601. Reason:
<pre>    ${reason}</pre></p>
<hr /><i><small>Powered by Jetty://</small></i>
</body>
</html>
`;

test('of a page of Chronos its reason is shown, not the title', () => {
  const reason = "java.util.NoSuchElementException: No value found for 'bridge'";
  assert.equal(said(chronosPage(reason)), reason);
  assert.equal(said(chronosPage(reason.replaceAll("'", '&apos;'))), reason);
  const stack = '\n\tat scala.Enumeration.withName(Enumeration.scala:124)';
  assert.equal(said(chronosPage(reason + stack)), reason);
});

test('of a page without a reason all that it says is shown', () => {
  const page = '<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<h1>502</h1>\n<hr>nginx</html>';
  assert.equal(said(page), '502 Bad Gateway 502 nginx');
  assert.equal(said('<html></html>'), '');
  assert.equal(said('<p>Reason: </p>'), '');
  assert.equal(said('<p>a &lt;b&gt; &amp;lt; c'), 'a <b> &lt; c');
});

test('the words of an error are found where remotes put them', () => {
  assert.equal(json({ message: 'no', exception: 'E' }), 'no');
  assert.equal(json({ error: { code: 401, message: 'no login', title: 'Unauthorized' } }), 'no login');
  assert.equal(json({ title: 'Forbidden', description: 'no role' }), 'Forbidden: no role');
  assert.equal(json({ unprocessable_entity: { code: 422, message: 'bad name' } }), 'bad name');
});

test('an object that a remote quotes is not shown, however it writes it', () => {
  const secret = 'hunter2-hunter2';
  const objects = [
    JSON.stringify({ cmd: 'x', env: { PASSWORD: secret } }),
    JSON.stringify(JSON.stringify({ env: { PASSWORD: `}${secret}` } })).slice(1, -1),
    `{'env': {'PASSWORD': '${secret}'}}`,
    `{PASSWORD=${secret}, A=b}`,
    `Map(PASSWORD -> EnvVarString(${secret}))`,
    `AppDefinition(/a,Some(x),Map(PASSWORD -> ${secret}))`,
    `["sh", "-c", "${secret}"]`,
  ];
  for (const object of objects) {
    for (const text of [`'id' is undefined on object: ${object}`, `${object} is wrong`]) {
      for (const body of [text, JSON.stringify({ message: text }), chronosPage(text)])
        assert.ok(!said(body).includes('hunter2'), said(body));
    }
  }
  const missing = json({ message: `'id' is undefined on object: ${objects[0]}` });
  assert.equal(missing, "'id' is undefined on object: {…}");
});

test('a sentence with brackets stays as it is', () => {
  for (const sentence of [
    "Invalid task id 'x'. [taskId x no valid identifier (of class java.lang.String)]",
    'must match ^[a-z0-9]{1,63}$',
    "App '/a/b' does not exist",
  ])
    assert.equal(json({ message: sentence }), sentence);
});

test('what a call sent and must not be shown is not, also where it is cut', () => {
  const secret = 'a secret/of "mine"';
  assert.equal(remoteText(`login ${secret} refused`, 200, [secret]), 'login [secret] refused');
  for (let padding = 16_300; padding < 16_400; padding++) {
    const shown = remoteText(`a${' '.repeat(padding)}${secret}`, 200, [secret]);
    assert.ok(!shown.includes('a secret'.slice(0, 3)), `${padding}: ${shown}`);
  }
});

const size = 1_000_000;
const repeated = (text: string) => text.repeat(size / text.length);
const nasty: Record<string, string> = {
  'tags that never end': repeated('<'),
  'tags within tags': repeated('<a'),
  'scripts that never end': repeated('<script>'),
  'ends of scripts': repeated('</script'),
  comments: repeated('<!--'),
  blanks: `<p>${repeated(' ')}`,
  lines: repeated('\n'),
  'lines of a page': `<p>${repeated('\r\n')}`,
  braces: repeated('{'),
  brackets: repeated('['),
  'brackets and blanks': repeated('[  '),
  quotes: repeated('"'),
  'an unclosed text': `"${repeated('\\"')}`,
  entities: `<p>${repeated('&amp;')}`,
  reasons: `<p>${repeated('Reason:')}`,
  'words of a class': repeated('Aaaaaaaa'),
  'a token that never ends': repeated('aA0_-'),
  tokens: repeated(`${'aB3'.repeat(15)} `),
  'much JSON': JSON.stringify({ message: repeated('a b') }),
  'deep JSON': `${'['.repeat(size / 2)}${']'.repeat(size / 2)}`,
};

for (const [name, body] of Object.entries(nasty)) {
  test(`1 MB of ${name} costs next to nothing`, () => {
    const spent = cpuMillisecondsOf(() => said(body));
    assert.ok(spent < 200, `${spent} ms`);
  });
}
