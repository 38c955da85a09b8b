// Preloaded: when the program ends, it says how much memory it took at most, in MB.
process.once('exit', () => console.log(`peak: ${process.resourceUsage().maxRSS / 1024} MB`));
