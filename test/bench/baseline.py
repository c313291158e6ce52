"""The text signals with Python's re, one pattern after the other: what the engine's speed is compared with.

Usage: baseline.py TEXTS.json. The file holds a list of sessions, each a list of message texts. Prints JSON:
`seconds` taken (reading the file apart), `bytes` of text and `counts`, a list with the figures of each session.
"""

import json
import re
import sys
import time


def ignoring_case(pattern):
    return re.compile(pattern, re.IGNORECASE)


ERROR = ignoring_case(
    r"\b(?:error|failed|failure|traceback|exception|permission denied|not found|eaddrinuse"
    r"|already in use|timed out|blocked)\b"
)
SKILL = re.compile(r"\bskill")
FILE = re.compile(
    r"(?:/home/|~/?|\./|/mnt/)[\w./-]+\.(?:py|js|ts|tsx|jsx|css|html|md|json|yaml|yml|svg|sql|sh)"
)

FLAGS = {
    "port_conflict_events": ignoring_case(
        r"\b(?:port )?(?:3000|5173|8000|8080|9119)\b.*\b(?:in use|already|taken|eaddrinuse)\b|\beaddrinuse\b"
    ),
    "install": ignoring_case(r"\b(?:npm|pnpm|yarn|pip|uv)\b.*\b(?:install|add)\b"),
    "success": ignoring_case(
        r"\b(?:success|passed|built|compiled|done|exit_code[\"']?\s*[:=]\s*0|verified|ok)\b"
    ),
    "restart": ignoring_case(r"\brestart|reload|kill|start\b"),
    "tiny_patch": ignoring_case(r"one character|single character|typo"),
}

COUNTS = {
    "process_calls": r"background\s*=\s*true",
    "traceback_events": r"traceback|exception",
    "log_read_events": r"gateway\.log|errors\.log|agent\.log|/api/logs|\blogs\b",
    "permission_denied_events": r"permission denied|eacces|operation not permitted",
    "env_var_error_events": r"missing .*env|api key|environment variable|not configured|unauthorized|auth",
    "yaml_error_events": r"yaml|yml|colon|parse error",
    "docker_conflict_events": r"docker.*(?:name|container).*already|container name conflict|conflict\. the container",
    "frontend_activity_events": r"\.css|\.svg|\.tsx|\.jsx|frontend|tailwind|react",
    "css_activity_events": r"\.css|tailwind|style|classname|visual",
    "git_events": r"\bgit\s+(?:commit|push|merge|rebase|status|diff)",
    "context_events": r"compress|context window|token|cache",
    "gateway_events": r"gateway|discord|telegram|slack|api_server",
    "plugin_events": r"plugin|dashboard-plugins|__hermes_plugin|manifest\.json",
    "rollback_events": r"rollback|checkpoint",
    "docs_activity_events": r"docs|documentation|docusaurus|readme",
    "model_events": r"model|provider|openrouter|codex|gemini|claude|anthropic|openai|mistral|qwen|deepseek"
    r"|llama|ollama|vllm|gguf",
    "openrouter_events": r"openrouter",
    "codex_events": r"codex",
    "claude_events": r"claude|anthropic",
    "gemini_events": r"gemini|google ai|google model",
    "local_model_events": r"ollama|llama\.cpp|gguf|vllm|local model|open[- ]weight|open weights",
    "toolset_events": r"toolset|enabled_toolsets|browser tool|terminal tool|file tool|web tool",
    "config_events": r"config\.ya?ml|\b[a-z0-9_-]+config\.(?:js|ts|json|ya?ml)|\.env(?:\b|\.)|manifest\.json"
    r"|settings\.json|pyproject\.toml|package\.json",
    "git_history_events": r"\bgit\s+(?:rebase|merge|fetch|pull|push|tag|checkout)|merge conflict|conflict\s*\("
    r"|rebase --continue",
    "test_events": r"pytest|unittest|vitest|playwright|npm test|pnpm test|node --check|py_compile|tests? passed|\bok\b",
    "screenshot_events": r"screenshot|playwright|vision_analyze|browser_vision|\.png|image data",
    "release_events": r"\bgit\s+tag|release|version bump|changelog|publish|pushed? tag",
    "cache_events": r"cache hit|prompt caching|cache_read",
}
COUNTS = {name: ignoring_case(pattern) for name, pattern in COUNTS.items()}


def figures(texts):
    full = "\n".join(texts)
    stats = {name: sum(1 for _ in pattern.finditer(full)) for name, pattern in COUNTS.items()}
    seen = {name: pattern.search(full) is not None for name, pattern in FLAGS.items()}
    errors = sum(1 for text in texts if ERROR.search(text))
    if errors == 0:
        stats["yaml_error_events"] = 0
    stats.update(
        error_count=errors,
        skill_events=sum(1 for _ in SKILL.finditer(full.lower())),
        files_touched_count=len({path for text in texts for path in FILE.findall(text)}),
        port_conflict_events=int(seen["port_conflict_events"]),
        install_error_events=int(seen["install"] and errors > 0),
        install_success_events=int(seen["install"] and seen["success"]),
        restart_after_error_events=int(errors > 0 and seen["restart"]),
        tiny_patch_after_errors_events=int(errors >= 5 and seen["tiny_patch"]),
    )
    return stats


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        sessions = json.load(file)
    started = time.perf_counter()
    counts = [figures(texts) for texts in sessions]
    seconds = time.perf_counter() - started
    size = sum(len(text.encode("utf-8", "surrogatepass")) for texts in sessions for text in texts)
    json.dump({"seconds": seconds, "bytes": size, "counts": counts}, sys.stdout)


main()
