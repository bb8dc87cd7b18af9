/** Small comforts on the newsroom's other pages. Every form works without them. */
import { lookAgain } from "./checks";
import { findStories } from "./find";
import { arrive } from "./arrive";
import { everywhere } from "./everywhere";
import { focusPoint } from "./focus";
import { sortable } from "./sortable";
import { uploadForm } from "./upload";

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-upload]")) uploadForm(form);
for (const frame of document.querySelectorAll<HTMLElement>("[data-focus]")) focusPoint(frame);
for (const list of document.querySelectorAll<HTMLElement>("[data-sortable]")) sortable(list);
for (const form of document.querySelectorAll<HTMLFormElement>("form[data-find]")) findStories(form);
for (const section of document.querySelectorAll<HTMLElement>("[data-checks]")) lookAgain(section);
everywhere();
arrive();
