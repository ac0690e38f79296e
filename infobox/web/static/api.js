/** The API of the server that served this page; no other is asked. */

/** Why there is no answer, in words for people: `message` in one line, `faults` in detail. `limit` is what was exceeded, if anything. */
export class ApiError extends Error {
  constructor(message, status = 0, { faults = [], limit = undefined } = {}) {
    super(message);
    this.status = status;
    this.faults = faults;
    this.limit = limit;
  }
}

/**
 * The answer of `POST /api/NAME`. A server that is busy is asked once more, but not for work that takes too long: it would again. Throws
 * `ApiError`, and `AbortError` once `signal` is aborted.
 */
export async function ask(name, body, signal = undefined) {
  const request = { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body), signal };
  const response = await sent(`/api/${name}`, request);
  const wait = Number(response.headers.get("Retry-After"));
  try {
    return await answered(response);
  } catch (error) {
    if (error.status !== 503 || error.limit !== undefined || !(wait > 0 && wait <= 5)) throw error;
  }
  await new Promise((resolve) => setTimeout(resolve, wait * 1000));
  return answered(await sent(`/api/${name}`, request));
}

/** The answer of `GET /api/NAME`. Throws `ApiError`. */
export const got = async (name) => answered(await sent(`/api/${name}`, {}));

async function sent(address, request) {
  try {
    return await fetch(address, request);
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new ApiError("The server does not answer. Is `infobox serve` still running?");
  }
}

async function answered(response) {
  let answer;
  try {
    answer = await response.json();
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new ApiError(`The server answered with status ${response.status} and no JSON.`, response.status);
  }
  if (response.ok) return answer;
  throw new ApiError(`${answer.title}: ${answer.detail}`, response.status, answer);
}
