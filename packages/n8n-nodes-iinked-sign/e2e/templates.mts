import { fileURLToPath } from 'node:url';
import type { Rest } from 'iinked-sign-testing/n8n/rest';
import { runCommand } from 'iinked-sign-testing/n8n/server';
import { aCredential } from 'iinked-sign-testing/n8n/workflow';
import { apiKey, type Scene } from './scene.mts';

/** The folder with the workflows that the package offers. */
export const templateFolder: string = fileURLToPath(new URL('../workflows', import.meta.url));

export type TemplateNode = { name: string; type: string; parameters: Record<string, unknown>; credentials?: object };
export type Template = { id: string; name: string; nodes: TemplateNode[]; connections: object; settings: object };

/** Imports every template as a person would on a command line. The credentials that they name are there before. */
export async function importTemplates({ rest, emulator, n8n }: Scene, more: object[] = []): Promise<void> {
  const id = await aCredential(rest, emulator.url, apiKey, 'iinked Sign account');
  if (id === '') throw new Error('The credential was not saved.');
  for (const credential of more) await rest.post('/credentials', credential);
  await runCommand(n8n, 'import:workflow', '--separate', `--input=${templateFolder}`);
}

/** Fills in a template that was imported, as its user would, and gives the id of this copy. */
export async function fillIn(
  rest: Rest,
  templateId: string,
  values: { settings?: object; parameters?: Record<string, object>; options?: Record<string, object> },
): Promise<string> {
  const { name, nodes, connections, settings } = await rest.get<Template>(`/workflows/${templateId}`);
  for (const node of nodes) {
    if (node.name === 'Settings') setTo(node, { ...values.settings });
    Object.assign(node.parameters, values.parameters?.[node.name]);
    Object.assign(Object(node.parameters.options), values.options?.[node.name]);
  }
  const { id } = await rest.post<{ id: string }>('/workflows', { name, nodes, connections, settings });
  return id;
}

/** Starts a workflow by one of its triggers, as the editor does. */
export async function startBy(rest: Rest, workflowId: string, trigger: object): Promise<void> {
  await rest.post(`/workflows/${workflowId}/run`, { triggerToStartFrom: trigger });
}

function setTo(node: TemplateNode, values: Record<string, unknown>): void {
  const list: { assignments: { name: string; value: unknown }[] } = JSON.parse(
    JSON.stringify(node.parameters.assignments),
  );
  const names = list.assignments.map(({ name }) => name);
  const unknown = Object.keys(values).filter((name) => !names.includes(name));
  if (unknown.length > 0) throw new Error(`The node Settings has no ${unknown.join(', ')}.`);
  for (const assignment of list.assignments) assignment.value = values[assignment.name] ?? assignment.value;
  node.parameters.assignments = list;
}
