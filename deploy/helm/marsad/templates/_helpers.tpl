{{- define "marsad.name" -}}
{{- printf "%s-%s" .root.Release.Name .name | trunc 52 | trimSuffix "-" -}}
{{- end -}}

{{- define "marsad.selector" -}}
app.kubernetes.io/name: marsad
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .name }}
{{- end -}}

{{- define "marsad.labels" -}}
{{ include "marsad.selector" . }}
app.kubernetes.io/version: {{ default .root.Chart.AppVersion .root.Values.image.tag | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version }}
{{- end -}}

{{- define "marsad.image" -}}
{{ .Values.image.repository }}:{{ default .Chart.AppVersion .Values.image.tag }}
{{- end -}}

{{- define "marsad.serviceAccount" -}}
{{ default .Release.Name .Values.serviceAccount.name }}
{{- end -}}

{{/* The stages in order, each with the keys of the topics that it reads, writes and keeps its state in, as `marsad stages` has
     them; `partitions`: that what it writes must have. */}}
{{- define "marsad.table" -}}
- {stage: decode, input: raw, output: articles}
- {stage: normalize, input: articles, output: normalized}
- {stage: tag, input: normalized, output: tagged}
- {stage: summarize, input: tagged, output: enriched}
- {stage: order, input: enriched, output: ordered, partitions: 1}
- {stage: cluster, input: ordered, output: stories, partitions: 1, state: stories_state}
{{- end -}}

{{/* Without any in the values: each stage by itself. */}}
{{- define "marsad.workloads" -}}
{{- $workloads := .Values.workloads -}}
{{- if not $workloads -}}
{{- $workloads = dict -}}
{{- range (include "marsad.table" . | fromYamlArray) }}{{ $_ := set $workloads .stage (dict "stages" (list .stage)) }}{{ end -}}
{{- end -}}
{{ toYaml $workloads }}
{{- end -}}

{{/* A topic's name: key "raw" is news.raw unless config.topics says otherwise. */}}
{{- define "marsad.topic" -}}
{{- $topics := default dict .root.Values.config.topics -}}
{{- default (printf "news.%s" (.key | replace "_" ".")) (get $topics .key) -}}
{{- end -}}

{{/* The partitions of a topic, by its key. */}}
{{- define "marsad.partitions" -}}
{{- $key := .key -}}{{- $partitions := .root.Values.partitions -}}
{{- range (include "marsad.table" . | fromYamlArray) }}{{ if or (eq .output $key) (eq (default "" .state) $key) }}{{ $partitions = default $partitions .partitions }}{{ end }}{{ end -}}
{{ $partitions }}
{{- end -}}

{{/* Of a chain of stages: the key of what the first one reads, or of what the last one writes. */}}
{{- define "marsad.input" -}}
{{- $first := first .stages -}}
{{- range (include "marsad.table" . | fromYamlArray) }}{{ if eq .stage $first }}{{ .input }}{{ end }}{{ end -}}
{{- end -}}

{{- define "marsad.output" -}}
{{- $last := last .stages -}}
{{- range (include "marsad.table" . | fromYamlArray) }}{{ if eq .stage $last }}{{ .output }}{{ end }}{{ end -}}
{{- end -}}

{{/* The keys of the topics in which the stages of a chain keep their state, as a list. */}}
{{- define "marsad.states" -}}
{{- $stages := .stages -}}
{{- range (include "marsad.table" . | fromYamlArray) }}{{ if and .state (has .stage $stages) }}
- {{ .state }}
{{- end }}{{ end -}}
{{- end -}}

{{/* The names by which Kafka knows a workload: the pipeline and its stages. */}}
{{- define "marsad.group" -}}
{{ default "news" .root.Values.config.pipeline }}-{{ join "-" .stages }}
{{- end -}}

{{/* A workload's values over the defaults, as YAML. */}}
{{- define "marsad.workload" -}}
{{ mergeOverwrite (deepCopy .root.Values.defaults) (deepCopy .workload) | toYaml }}
{{- end -}}

{{/* A stage that looks at all articles together reads one partition, with one thread. */}}
{{- define "marsad.threads" -}}
{{ min (int .threads) (include "marsad.partitions" (dict "root" .root "key" (include "marsad.input" .)) | int) }}
{{- end -}}

{{/* More replicas than this would stand idle. */}}
{{- define "marsad.ceiling" -}}
{{ max 1 (div (include "marsad.partitions" (dict "root" .root "key" (include "marsad.input" .)) | int) (include "marsad.threads" . | int)) }}
{{- end -}}

{{- define "marsad.container" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
runAsNonRoot: true
capabilities: {drop: [ALL]}
seccompProfile: {type: RuntimeDefault}
{{- end -}}

{{- define "marsad.mounts" -}}
- {name: config, mountPath: /etc/marsad/marsad.yaml, subPath: marsad.yaml, readOnly: true}
- {name: state, mountPath: /var/lib/marsad}
- {name: tmp, mountPath: /tmp}
{{- range .Values.secrets }}
- {name: secret-{{ . }}, mountPath: /etc/marsad/secrets/{{ . }}, readOnly: true}
{{- end }}
{{- range .Values.bundles }}
- {name: bundle-{{ .name }}, mountPath: {{ .mountPath }}, readOnly: true}
{{- end }}
{{- end -}}
