// SPDX-License-Identifier: BSD-3-Clause
//
// What can be set of a scene, from its JSON Schema (docs/protocol.md), and what
// of it changes. Pure.

/**
 * @typedef {import('./types.js').Parameter} Parameter
 * @typedef {import('./types.js').ParameterValue} ParameterValue
 * @typedef {Record<string, ParameterValue>} Values
 */

/**
 * @param {any} property
 * @returns {Parameter['kind']}
 */
function kindOf(property) {
  if (property['x-action'])
    return 'action';
  if (property.type === 'string')
    return Array.isArray(property.enum) ? 'choice' : 'text';
  return property.type;
}

/** Leaves out what is not there.
 *
 * @param {string} name
 * @param {any} property
 * @returns {Parameter}
 */
function parameterFrom(name, property) {
  const parameter = {
    name,
    title: property.title ?? name,
    kind: kindOf(property),
    minimum: property.minimum,
    maximum: property.maximum,
    step: property['x-step'] ?? property.multipleOf,
    unit: property['x-unit'],
    choices: property.enum,
    group: property['x-group'],
  };
  return /** @type {Parameter} */ (Object.fromEntries(
    Object.entries(parameter).filter(([, value]) => value !== undefined)));
}

/**
 * In the order of the panel, without values.
 *
 * @param {any} schema
 * @returns {Parameter[]}
 */
export function parametersFrom(schema) {
  const properties = Object.entries(/** @type {Record<string, any>} */ (
    schema?.properties ?? {}));
  return properties
    .map(([name, property], at) => ({
      parameter: parameterFrom(name, property),
      order: property['x-order'] ?? at,
    }))
    .sort((a, b) => a.order - b.order)
    .map(({ parameter }) => parameter);
}

/**
 * The same with these values.
 *
 * @param {Parameter[]} parameters
 * @param {Values} values
 * @returns {Parameter[]}
 */
export function withValues(parameters, values) {
  return parameters.map(parameter => Object.hasOwn(values, parameter.name)
    ? { ...parameter, value: values[parameter.name] } : parameter);
}

/**
 * Do they differ in nothing but values?
 *
 * @param {Parameter[]} a
 * @param {Parameter[]} b
 */
export function areAlike(a, b) {
  const bare = (/** @type {Parameter[]} */ list) =>
    JSON.stringify(list.map(parameter => ({ ...parameter, value: null })));
  return bare(a) === bare(b);
}

/**
 * The members of `after` that `before` has not, or has otherwise.
 *
 * @param {Values} before
 * @param {Values} after
 * @returns {Values}
 */
export function changes(before, after) {
  return Object.fromEntries(Object.entries(after).filter(
    ([name, value]) => !Object.is(before[name], value)));
}

/**
 * From the attribute `params`.
 *
 * @param {string|null} text
 * @returns {Values}
 */
export function readValues(text) {
  if (!text)
    return {};
  let values;
  try {
    values = JSON.parse(text);
  } catch {
    throw new Error('The attribute “params” is no JSON');
  }
  if (typeof values !== 'object' || values === null || Array.isArray(values))
    throw new Error('The attribute “params” must be a JSON object');
  return values;
}
