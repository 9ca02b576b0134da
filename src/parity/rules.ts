/*
 * Every difference between places that is meant, by the name that the table shows, in one sentence. What a rule says is
 * held against what was rendered, word for word, in src/parity/want/: another address, another number or nothing at all
 * is not what it says, and stays unexplained.
 */
export const RULES = {
  // Where values come from.
  "address-on-ecs": "a service has a name in the private zone, one for each place; in a compose project it is its own",
  "address-in-task": "containers of one task have one address, so what runs alongside is at 127.0.0.1",
  "store-on-laptop": "a store is a container under its own name, without TLS; on AWS the foundation names it",
  "field-not-here": "a store of this kind has no such field at this place",
  "image-without-registry": "images of ours come from the laptop's engine, on AWS from a registry",
  "task-by-ecs": "a task is started through ECS, by definition, cluster and network; elsewhere through the engine",
  "task-by-engine": "a task is started through the engine, which knows none of ECS's names",
  "path-of-volume": "what lies in a named volume is where the engine keeps it",
  "no-host": "Fargate has no machine whose paths could be named; where ECS has one, shared files lie in no path of it",
  "proxy-by-place":
    "a proxy asks the DNS of its place, and believes the load balancer of its network, where there is one",
  "url-of-laptop": "what a browser types is a port of the laptop",
  "no-door": "no service has a port on the laptop where a browser comes in",
  "region-of-laptop": "requests to the laptop's object store must name some region, and it takes any",
  "no-region": "a laptop without an object store is in no region",
  "object-store-keys":
    "a laptop's object store takes one pair of keys; on AWS the role of the host or task stands for it",
  // Secrets.
  "secret-in-memory": "read from its store with the host's role at each deployment, into a file in memory",
  "secret-by-ecs": "read by ECS when the task starts (valueFrom), by the name that the foundation gives out",
  "secret-from-variable": "a sensitive variable of Terraform, with a development value where we make it ourselves",
  // How it is reached.
  "port-on-host": "published on the host under the same number, for the load balancer and for other places",
  "port-inside": "reached inside of its own project alone, so nothing is published",
  "port-on-task": "each task has an address of its own, and the port on it",
  "port-on-laptop": "bound to 127.0.0.1, under the number that hostPorts gives it",
  "port-not-asked": "hostPorts does not name it, so it stays inside of the laptop's network",
  "one-network": "one network for all that runs on the laptop, where everybody reaches everybody",
  "network-of-callers": "a network for each service that is called, where its callers reach one another as well",
  "network-of-table": "a proxy shares a network with every service that its table names, also with one that it refuses",
  "group-of-task": "a security group is a whole task's, and what runs in one task reaches each other",
  "no-balancer": "a laptop has no load balancer: there is a port, or the platform's proxy",
  "route-by-proxy": "the proxy has the route table; the load balancer sends it everything",
  "route-internal": "internal: refused at the door, and not sent to the service",
  "rewrite-refused":
    "a row with a rewrite is refused until edge.rewrites asks for it, which AWS provider 6 alone can do",
  "idle-timeout": "the load balancer has one idle timeout for all rows, which is longer than the longest of them",
  "balancer-of-others": "the load balancer was made by others, and its idle timeout is theirs",
  "body-not-limited": "a load balancer does not limit bodies; the service does",
  // What it finds on its disk.
  "shared-on-host": "shared files are a directory of the host's data volume, or of EFS mounted there",
  "shared-on-efs": "shared files are EFS through the store's access point, encrypted on the way",
  "shared-in-volume": "shared files are a named volume of the laptop's engine",
  "scratch-in-memory": "a fresh volume is root's, so scratch of another user is in memory, as large as the container's",
  "scratch-on-task-disk": "memory is the task's alone, so scratch is on its disk, and ends with it",
  "scratch-opened": "a fresh volume is root's, so a container of the task opens it before a user who is not root comes",
  "no-engine": "no engine to talk to: the task that it is there for is started through ECS",
  "shell-agent": "the agent behind ECS Exec writes beside a read-only root, to volumes of its own",
  "file-by-helper": "a container of the task writes the file before the service starts; the text is the same",
  "file-uploaded": "Terraform copies the file into the container; the text is the same",
  "file-not-here": "the text of the file holds what this place does not have",
  // How large it is, and how it ends.
  "cpu-of-host": "a ceiling in processors: 1024 units are one",
  "cpu-weight": "a weight among the containers of the laptop, and no ceiling",
  "size-of-task": "one size for the containers of a task together, rounded up to what Fargate has",
  "size-of-owner": "a job runs in the task of a service that needs it, and has that task's size",
  "one-of-each": "one machine runs one of each; ECS keeps between min and max",
  "pids-of-host": "a runaway must leave the machine alive that others are on; a task has its own",
  "no-start-interval":
    "a host asks more often while a container starts; a task cannot, and a laptop's engine may be older",
  // Who it is, and who hears of it.
  "default-capabilities":
    "a laptop's engine leaves its default set; AWS has what the container has no use for taken away",
  "log-on-laptop": "lines stay in files of the laptop's engine, which `docker logs` reads",
  "log-buffer": "lines wait in memory while CloudWatch is slow: less on a host, which has all containers' buffers",
  "restart-by-ecs": "the task ends with the container, and the service on ECS starts another",
  "task-by-starter": "started by a service with what it is given then; only its image is known before",
  // What is not everywhere.
  configured:
    "the laptop's environment is set differently, by its own file or its profile, or has another part of the platform",
  "mode-infra": "in mode infra the platform's own services run as processes, outside of containers",
} as const;

export type RuleId = keyof typeof RULES;
export const RULE_IDS = Object.keys(RULES) as RuleId[];
