/* Texts that hold something encoded (draft 7: `contentEncoding`, `contentMediaType`). */

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

export function isBase64(x) {
  return BASE64.test(x);
}

export function isJson(x) {
  try {
    JSON.parse(x);
  } catch {
    return false;
  }
  return true;
}

export function isBase64Json(x) {
  if (!BASE64.test(x)) return false;
  try {
    const bytes = Uint8Array.from(atob(x), (c) => c.charCodeAt(0));
    return isJson(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return false;
  }
}
