export type ServletPage = { status: number; body: string; contentType: string };

const reasons: Record<number, string> = {
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  415: 'Unsupported Media Type',
  500: 'Request failed.',
};

/** The page with which the servlet container answers what never reaches a handler; the reason is that of the status if none is given. */
export function servletPage(status: number, path: string, why?: string): ServletPage {
  const reason = (why ?? reasons[status] ?? 'Error').replace(/[&<>]/g, (c) => `&#${c.charCodeAt(0)};`);
  const body = `<html>
<head>
<meta http-equiv="Content-Type" content="text/html;charset=ISO-8859-1"/>
<title>Error ${status} </title>
</head>
<body>
<h2>HTTP ERROR: ${status}</h2>
<p>Problem accessing ${path.replace(/[<>&]/g, '')}. Reason:
<pre>    ${reason}</pre></p>
<hr /><i><small>Powered by Jetty://</small></i>
</body>
</html>
`;
  return { status, body, contentType: 'text/html;charset=ISO-8859-1' };
}
