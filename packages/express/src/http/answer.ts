import type { ServerResponse } from 'node:http';

/** Sends a complete page. */
export function sendHtml(response: ServerResponse, status: number, html: string): void {
  end(response, status, 'text/html; charset=utf-8', html);
}

export function sendText(response: ServerResponse, status: number, text: string): void {
  end(response, status, 'text/plain; charset=utf-8', text);
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  end(response, status, 'application/json; charset=utf-8', JSON.stringify(body));
}

export function redirect(response: ServerResponse, location: string): void {
  response.statusCode = 302;
  response.setHeader('Location', location);
  response.end();
}

function end(response: ServerResponse, status: number, type: string, text: string): void {
  const bytes = Buffer.from(text);
  response.statusCode = status;
  response.setHeader('Content-Type', type);
  response.setHeader('Content-Length', bytes.length);
  response.end(bytes); // Node leaves the body out for HEAD
}
