export declare function ruleIds(): string[];
export declare function ruleIndex(ids: readonly string[]): string;
