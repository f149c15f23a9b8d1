// SPDX-License-Identifier: BSD-3-Clause
//
// A React application around a view: a control for each parameter of the scene.

import '@vtkcast/view';
import React from 'react';
import ReactDOM from 'react-dom';

const { createElement: h, useEffect, useRef, useState } = React;

/** The view's element, and what it tells. */
function View({ server, token, onView, onParameters }) {
  const ref = useRef(null);
  useEffect(() => {
    const view = ref.current;
    const listener = event => onParameters(event.detail);
    view.addEventListener('parameters-changed', listener);
    view.token = token;
    view.src = `${server}/whep`;
    onView(view);
    return () => view.removeEventListener('parameters-changed', listener);
  }, [server, token]);
  return h('vtkcast-view', { ref });
}

function Control({ parameter, set }) {
  const { kind, title, value, minimum, maximum, step, choices } = parameter;
  if (kind === 'action')
    return h('button', { onClick: () => set(true) }, title);
  if (kind === 'choice')
    return h('label', null, title, ' ', h('select', {
      value, onChange: event => set(event.target.value),
    }, choices.map(choice => h('option', { key: choice }, choice))));
  if (kind === 'boolean')
    return h('label', null, h('input', {
      type: 'checkbox', checked: value,
      onChange: event => set(event.target.checked),
    }), title);
  return h('label', null, title, ' ', h('input', {
    type: 'range', min: minimum, max: maximum, step: step ?? 'any', value,
    onChange: event => set(event.target.valueAsNumber),
  }), ' ', value);
}

function App({ server, token }) {
  const [view, setView] = useState(null);
  const [parameters, setParameters] = useState([]);
  const [problem, setProblem] = useState('');
  const set = (name, value) => {
    // At once; the server's answer follows.
    setParameters(parameters.map(parameter =>
      parameter.name === name ? { ...parameter, value } : parameter));
    view.setParameter(name, value)
      .then(() => setProblem(''), error => setProblem(error.message));
  };
  return h('main', null,
    h(View, { server, token, onView: setView, onParameters: setParameters }),
    parameters.filter(({ kind, value }) =>
      kind === 'action' || value !== undefined).map(parameter => h(Control, {
      key: parameter.name, parameter,
      set: value => set(parameter.name, value),
    })),
    h('p', { role: 'status' }, problem));
}

const query = new URLSearchParams(location.search);
ReactDOM.render(h(App, {
  server: query.get('server'), token: query.get('token'),
}), document.getElementById('root'));
