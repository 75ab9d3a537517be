#!/usr/bin/env node
import '../dist/zenpulse-bin.js';
