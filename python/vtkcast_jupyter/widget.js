// SPDX-License-Identifier: BSD-3-Clause
//
// The widget: a view whose parameters come from Python, and whose camera and
// picks go there. __init__.py puts MODULES before it, texts by name.

const LOADED = Symbol.for('vtkcast element');
const IMPORTED = /(\bfrom\s*|^import\s*)'\.\/([\w.-]+)'/gm;

/** Modules without a server: each gets an address of its own, those that it
 * imports first.
 *
 * @param {string} entry
 */
function importModule(entry) {
  const addresses = new Map();
  const place = name => {
    if (!addresses.has(name)) {
      const text = MODULES[name].replace(
        IMPORTED, (_, before, other) => `${before}'${place(other)}'`);
      addresses.set(name, URL.createObjectURL(
        new Blob([text], { type: 'text/javascript' })));
    }
    return addresses.get(name);
  };
  return import(place(entry));
}

/** An element can be defined once in a page, and there may be many widgets. */
function loadElement() {
  return globalThis[LOADED] ??= importModule('view-notice.js').then(
    async module => {
      if (!customElements.get('vtkcast-view'))
        await importModule('vtkcast-view.js');
      return module;
    });
}

/** What Python sets, onto the view. */
function follow(model, view) {
  const dress = () => {
    view.style.height = `${model.get('height')}px`;
  };
  const setParameters = () =>
    view.setAttribute('params', JSON.stringify(model.get('params')));
  const press = name => view.setParameter(name, true).catch(error =>
    view.dispatchEvent(new CustomEvent('error', {
      detail: { text: error.message },
    })));
  const obey = message => {
    if ('press' in message) {
      press(message.press);
    } else {
      view.token = message.token;
      view.src = message.src;
    }
  };
  const handlers = [['change:height', dress], ['change:params', setParameters],
                    ['msg:custom', obey]];
  for (const [type, handler] of handlers)
    model.on(type, handler);
  dress();
  setParameters();
  model.send('where');
  return () => handlers.forEach(([type, handler]) => model.off(type, handler));
}

/** What happens in the view, to Python. */
function tell(model, view) {
  const save = (name, value) => {
    model.set(name, value);
    model.save_changes();
  };
  view.addEventListener('camera-changed', ({ detail }) =>
    save('camera', detail));
  view.addEventListener('picked', ({ detail }) => save('picked', detail));
  view.addEventListener('parameters-changed', ({ detail }) =>
    save('parameters', detail));
}

export default {
  async render({ model, el }) {
    const { ViewNotice } = await loadElement();
    const view = document.createElement('vtkcast-view');
    const notice = new ViewNotice(view);
    // Its keys are VTK's, and not "delete this cell", also in a JupyterLab that
    // sees them first.
    el.dataset.lmSuppressShortcuts = 'true';
    el.style.position = 'relative';
    el.append(view, notice.element);
    notice.attach();
    tell(model, view);
    const leave = follow(model, view);
    return () => {
      leave();
      notice.detach();
      view.remove();
    };
  },
};
