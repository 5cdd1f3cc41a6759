#!/usr/bin/env node
/** The server as a program: `--stdio` or `--node-ipc`, as the editor that starts it says. */
import { createConnection, ProposedFeatures } from "vscode-languageserver/node";
import { serve } from "./serve.js";

serve(createConnection(ProposedFeatures.all)).listen();
