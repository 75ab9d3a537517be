#!/usr/bin/env node
import '../dist/runner-bin.js';
