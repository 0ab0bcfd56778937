import type { Area, Layout } from "../../layout/model.ts";

export function areaOf(layout: Layout, name: string): Area {
  const area = layout.areas.find(({ request }) => request.name === name);
  if (area === undefined) throw new Error(`${layout.name}: the layout has no area ${name}`);
  return area;
}
