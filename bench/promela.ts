// The systems in Promela: one process, each way to take a step one option of its loop, each a d_step. The claim is an
// option too, which is enabled where the claim is broken.

export function twoPhaseCommit(n: number): string {
  const any = (state: number) => join(n, (i) => `rm[${i}]==${state}`, " || ");
  return model({
    header: "/* rm: 0 working 1 prepared 2 committed 3 aborted; tm: 0 undecided 1 committed 2 aborted */",
    declarations: `byte rm[${n}]; byte tm; bit prep[${n}]; bit msgP[${n}]; bit msgC; bit msgA;`,
    options: [
      `tm==0 && ${join(n, (i) => `prep[${i}]`, " && ")} -> tm=1; msgC=1`,
      "tm==0 -> tm=2; msgA=1",
      ...each(n).flatMap((i) => [
        `tm==0 && msgP[${i}] -> prep[${i}]=1`,
        `rm[${i}]==0 -> rm[${i}]=1; msgP[${i}]=1`,
        `rm[${i}]==0 -> rm[${i}]=3`,
        `msgC -> rm[${i}]=2`,
        `msgA -> rm[${i}]=3`,
      ]),
      `(${any(2)}) && (${any(3)}) -> assert(false)`,
    ],
  });
}

/** The threads between old servers are stored inverted: all bits then start at 0, without a step that sets them. */
export function threadMesh(servers: number, added: number, limit: number): string {
  const n = servers + added;
  const isOld = (i: number, j: number) => i < servers && j < servers;
  const up = (j: number) => (j < servers ? "1" : `up[${j}]`);
  const bit = (i: number, j: number) => `k[${i * n + j}]`;
  const knows = (i: number, j: number) => (isOld(i, j) ? `(1-${bit(i, j)})` : bit(i, j));
  const others = (i: number) => each(n).filter((j) => j !== i);
  const threads = (i: number) =>
    others(i)
      .map((j) => knows(i, j))
      .join("+");
  const learn = (i: number, j: number) =>
    `${up(i)} && ${up(j)} && !${knows(i, j)} && !broken[${i}] -> ${bit(i, j)}=${isOld(i, j) ? 0 : 1}; ` +
    `if :: ((${threads(i)}) > ${limit}) -> broken[${i}]=1 :: else fi`;
  return model({
    header: "/* up[j]: the added server j is launched; k[i*n+j]: i has a thread for j */",
    declarations: `bit up[${n}]; bit k[${n * n}]; bit broken[${n}];`,
    options: [
      ...each(n)
        .slice(servers)
        .map((j) => `!up[${j}] -> up[${j}]=1`),
      ...each(n).flatMap((i) => others(i).map((j) => learn(i, j))),
      `(${join(n, (i) => `broken[${i}]`, " || ")}) -> assert(false)`,
    ],
  });
}

export function philosophers(n: number): string {
  return model({
    header: "/* pc: 0 thinking 1 hungry 2 holding one 3 eating 4 putting down */",
    declarations: `byte pc[${n}]; bit fk[${n}];`,
    options: [
      ...each(n).flatMap((i) => {
        const [first, second] = i === n - 1 ? [0, n - 1] : [i, i + 1];
        return [
          `pc[${i}]==0 -> pc[${i}]=1`,
          `pc[${i}]==1 && !fk[${first}] -> fk[${first}]=1; pc[${i}]=2`,
          `pc[${i}]==2 && !fk[${second}] -> fk[${second}]=1; pc[${i}]=3`,
          `pc[${i}]==3 -> fk[${first}]=0; pc[${i}]=4`,
          `pc[${i}]==4 -> fk[${second}]=0; pc[${i}]=0`,
        ];
      }),
      `(${join(n, (i) => `(pc[${i}]==3 && pc[${(i + 1) % n}]==3)`, " || ")}) -> assert(false)`,
    ],
  });
}

interface Model {
  readonly header: string;
  readonly declarations: string;
  readonly options: readonly string[];
}

function model({ header, declarations, options }: Model): string {
  const loop = options.map((option) => `  :: d_step { ${option} }\n`).join("");
  return `${header}\n${declarations}\nactive proctype system() {\nend: do\n${loop}  od\n}\n`;
}

function each(n: number): readonly number[] {
  return Array.from({ length: n }, (_, i) => i);
}

function join(n: number, of: (i: number) => string, separator: string): string {
  return each(n).map(of).join(separator);
}
