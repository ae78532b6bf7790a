import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { freePort } from "@/scripts/launcher/ports.mjs";
import { inTurns } from "../access/http";
import { ask, sessionCookie } from "../faults/support/client";
import { aWebinar } from "../support/conferences";
import { world } from "../support/world";
import { aFolder, serve } from "./program";
import type { Interop } from "./run";

const REQUESTS = 1000;

/** A cache that keeps whatever it is allowed to keep, in front of the application. */
const configuration = (folder: string, port: number, app: string) => `
pid ${folder}/nginx.pid; error_log ${folder}/error.log; daemon off; worker_processes 1;
events { worker_connections 256; }
http {
  access_log off;
  client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy; fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi; scgi_temp_path ${folder}/scgi;
  proxy_cache_path ${folder}/cache keys_zone=pages:10m;
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass ${app};
      proxy_http_version 1.1;
      proxy_set_header Host $http_host;
      proxy_cache pages;
      proxy_cache_key $uri$is_args$args;
      proxy_cache_valid any 10m;
      add_header X-Cache $upstream_cache_status always;
    }
  }
}`;

export const nginx: Interop = {
  name: "nginx",
  title: "a caching proxy in front never gives one person's page to another (T-33)",
  program: "nginx",
  package: "nginx-light",
  async run({ program, stack, check }) {
    const { url } = await stack();
    const w = await world();
    const { publicId } = await aWebinar(w);
    const folder = aFolder();
    const port = await freePort();
    const file = join(folder.path, "nginx.conf");
    writeFileSync(file, configuration(folder.path, port, url));
    const server = await serve(program, ["-p", folder.path, "-c", file], port);
    try {
      const front = `http://127.0.0.1:${port}`;
      const people = [w.people.organiser, w.people.foreigner];
      const cookies = await Promise.all(people.map(sessionCookie));
      const paths = ["/home", "/profile", "/people", "/meetings", `/c/${publicId}`];
      const hits: string[] = [];
      const crossed: string[] = [];
      let own = 0;
      await inTurns([...Array(REQUESTS).keys()], 8, async (n) => {
        const who = n % 2;
        const path = paths[Math.floor(n / 2) % paths.length] ?? "/home";
        const answer = await ask(front + path, { cookie: cookies[who] });
        const [mine = "", other = ""] = [people[who]?.email, people[1 - who]?.email];
        if (answer.body.includes(mine)) own++;
        if (answer.body.includes(other)) crossed.push(path);
        if (answer.headers["x-cache"] === "HIT") hits.push(path);
      });
      check(
        `${REQUESTS} pages for two people in turns: none holds the other's address`,
        crossed.length === 0,
        crossed,
      );
      check("and their own pages do hold their own", own > REQUESTS / 5, own);
      check("no page came from the cache", hits.length === 0, [...new Set(hits)]);
      const asset = (await ask(`${front}/sign-in`)).body.match(/\/_next\/static\/[^"]+\.js/)?.[0] ?? "";
      await ask(front + asset);
      const again = await ask(front + asset);
      check("scripts do: the cache works", again.headers["x-cache"] === "HIT", [
        asset,
        again.headers["x-cache"],
      ]);
    } finally {
      await server.stop();
      folder.remove();
    }
  },
};
