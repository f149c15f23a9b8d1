# SPDX-License-Identifier: BSD-3-Clause
"""A program with nearly as many parameters as a page can be told of, and far
more values than fit into one message.

    python3 many.py PORT
"""

import sys

import colours
import vtkcast


def main():
    session = vtkcast.stream(colours.make_window()[0], port=int(sys.argv[1]))
    for n in range(200):
        session.text(f"Text {n}", f"{n:4}" * 1000, name=f"text{n}")
    for n in range(20):
        session.select(f"Choice {n}", [f"{m:100}" for m in range(10)],
                       name=f"choice{n}")
    session.run()


if __name__ == "__main__":
    main()
